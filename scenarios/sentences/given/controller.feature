Feature: Given — controllers of custom resources

  Scenario: It creates, keeps and tells
    Given these objects:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties: {cronSpec: {type: string}, image: {type: string}, replicas: {type: integer}}
                status:
                  type: object
                  properties: {available: {type: integer}, phase: {type: string}}
      """
    And a controller of crontabs creates:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: ${object.metadata.name}-runner
      spec:
        replicas: ${object.spec.replicas}
        selector:
          matchLabels: {crontab: web}
        template:
          metadata:
            labels: {crontab: web}
          spec:
            containers:
            - name: runner
              image: ${object.spec.image}
              args: ["--schedule=${object.spec.cronSpec}"]
      """
    And a controller of crontabs sets the status:
      """yaml
      phase: "${owned.exists(o, o.kind == 'Deployment') ? 'Scheduled' : 'Pending'}"
      available: ${owned.map(o, o.?status.availableReplicas.orValue(0)).sum()}
      """
    And a controller of crontabs takes 1s
    When I apply:
      """yaml
      apiVersion: stable.example.com/v1
      kind: CronTab
      metadata: {name: nightly}
      spec: {cronSpec: "0 3 * * *", image: "cron:1", replicas: 2}
      """
    Then deployment "nightly-runner" is Available
    And its metadata.ownerReferences[0].kind is "CronTab"
    And the status of crontab "nightly" is:
      """yaml
      {phase: Scheduled, available: 2}
      """
    When I merge-patch crontab "nightly" with:
      """yaml
      spec: {replicas: 3}
      """
    Then the status.available of crontab "nightly" is 3
    When I scale deployment "nightly-runner" to 1 replica
    Then the spec.replicas of deployment "nightly-runner" is 3
    When I delete crontab "nightly"
    Then deployment "nightly-runner" does not exist
