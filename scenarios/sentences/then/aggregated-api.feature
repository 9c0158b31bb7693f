Feature: Then — what API servers behind APIServices were asked

  Scenario: Requests are passed on as whom they came from
    Given the API server of "v1beta1.metrics.example.com" answers `GET /apis/metrics.example.com/v1beta1/loads` with:
      """yaml
      kind: LoadList
      apiVersion: metrics.example.com/v1beta1
      metadata: {}
      items: [{metadata: {name: node-1}, load: 2}]
      """
    And these objects:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: loads}
      spec:
        selector: {app: loads}
        ports: [{port: 443, targetPort: 8443}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: loads}
      spec:
        selector: {matchLabels: {app: loads}}
        template:
          metadata: {labels: {app: loads}}
          spec:
            containers: [{name: api, image: "loads:1"}]
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.metrics.example.com}
      spec:
        group: metrics.example.com
        version: v1beta1
        service: {namespace: default, name: loads}
        groupPriorityMinimum: 100
        versionPriority: 100
      """
    Then apiservice "v1beta1.metrics.example.com" is Available
    When I send `GET /apis/metrics.example.com/v1beta1/loads` as "alice" in group "system:masters"
    Then the API server of "v1beta1.metrics.example.com" was asked `GET /apis/metrics.example.com/v1beta1/loads`
    And the API server of "v1beta1.metrics.example.com" was asked `GET /apis/metrics.example.com/v1beta1/loads` as "alice"
