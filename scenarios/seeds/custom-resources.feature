# Seeds/000 and 004: custom resources, and a controller that makes something of them.
Feature: Custom resources with a controller of their own

  Background:
    Given a cluster with 2 nodes
    And I apply "custom-resources/definition.yaml"

  Rule: The definition says what its objects are

    Scenario: It is established once its names are accepted
      Then customresourcedefinition "crontabs.stable.example.com" matches:
        """yaml
        status:
          conditions:
          - {type: NamesAccepted, status: "True", reason: NoConflicts, message: no conflicts found}
          - {type: Established, status: "True", reason: InitialNamesAccepted, message: the initial names have been accepted}
          storedVersions: [v1]
        """

    Scenario: Defaults are filled in
      When I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *", image: "cron:1"}
        """
      Then the spec of crontab "nightly" is:
        """yaml
        {cronSpec: "0 3 * * *", image: "cron:1", replicas: 1, maxReplicas: 10}
        """

    Scenario: Objects that do not fit are refused, with every cause
      When I create:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: broken}
        spec: {cronSpec: daily, replicas: 0}
        """
      Then it is Invalid with causes:
        | field         | reason            | message                                                                                                 |
        | spec.cronSpec | FieldValueInvalid | Invalid value: "daily": spec.cronSpec in body should match '^(\d+\|\*)(/\d+)?(\s+(\d+\|\*)(/\d+)?){4}$' |
        | spec.replicas | FieldValueInvalid | Invalid value: 0: spec.replicas in body should be greater than or equal to 1                            |

    Scenario: Rules look at several fields
      When I create:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: many}
        spec: {cronSpec: "0 3 * * *", replicas: 12}
        """
      Then it is Invalid with message "CronTab.stable.example.com \"many\" is invalid: spec.replicas: Forbidden: replicas may not exceed maxReplicas"

    Scenario: Rules look at what was before
      Given I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *", image: "cron:1"}
        """
      When I merge-patch crontab "nightly" with:
        """yaml
        spec: {image: "cron:2"}
        """
      Then it is Invalid with message "CronTab.stable.example.com \"nightly\" is invalid: spec.image: Invalid value: \"cron:2\": image may not be changed"

    Scenario: Fields nobody knows are refused as kubectl asks for it
      When I create:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: typo}
        spec: {cronSpec: "0 3 * * *", repliccas: 2}
        """
      Then it is BadRequest with message "CronTab in version \"v1\" cannot be handled as a CronTab: strict decoding error: unknown field \"spec.repliccas\""

    Scenario: What was fine before a rule came stays fine until it changes
      Given I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *", replicas: 8}
        """
      When I JSON-patch customresourcedefinition "crontabs.stable.example.com" with:
        """yaml
        - {op: add, path: /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/replicas/maximum, value: 5}
        """
      And I label crontab "nightly" with "team=ops"
      Then it is accepted
      When I merge-patch crontab "nightly" with:
        """yaml
        spec: {replicas: 7}
        """
      Then it is Invalid with message "CronTab.stable.example.com \"nightly\" is invalid: spec.replicas: Invalid value: 7: spec.replicas in body should be less than or equal to 5"

    Scenario: Another definition may not take its names
      When I apply:
        """yaml
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: tables.stable.example.com}
        spec:
          group: stable.example.com
          scope: Namespaced
          names: {plural: tables, singular: table, kind: Timetable, shortNames: [ct]}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object}}
        """
      Then customresourcedefinition "tables.stable.example.com" matches:
        """yaml
        status:
          conditions:
          - {type: NamesAccepted, status: "False", reason: ShortNamesConflict, message: '"ct" is already in use'}
          - {type: Established, status: "False", reason: NotAccepted, message: not all names are accepted}
        """

    Scenario: Its objects go with it
      Given I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *"}
        """
      When I delete customresourcedefinition "crontabs.stable.example.com"
      Then crontab "nightly" does not exist
      And customresourcedefinition "crontabs.stable.example.com" does not exist
      When I send `GET /apis/stable.example.com/v1/namespaces/default/crontabs`
      Then it is NotFound with message "the server could not find the requested resource"

  Rule: A controller makes something of them

    Background:
      Given a controller of crontabs creates:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: ${object.metadata.name}
        spec:
          replicas: ${object.spec.replicas}
          selector:
            matchLabels: {crontab: "${object.metadata.name}"}
          template:
            metadata:
              labels: {crontab: "${object.metadata.name}"}
            spec:
              containers:
              - name: runner
                image: ${object.spec.image}
                args: ["--schedule", "${object.spec.cronSpec}"]
        """
      And a controller of crontabs sets the status:
        """yaml
        replicas: ${owned.map(o, o.?status.readyReplicas.orValue(0)).sum()}
        labelSelector: crontab=${object.metadata.name}
        """
      And I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *", image: "cron:1", replicas: 2}
        """

    Scenario: What is wanted comes about, and is told
      Then deployment "nightly" is Available
      And there are 2 pods with labels "crontab=nightly"
      And the status of crontab "nightly" is:
        """yaml
        {replicas: 2, labelSelector: crontab=nightly}
        """

    Scenario: Scaling the custom resource scales what is behind it
      When I scale crontab "nightly" to 3 replicas
      Then there are 3 pods with labels "crontab=nightly"
      And the status.replicas of crontab "nightly" is 3

    Scenario: What others change or delete is put right
      Given deployment "nightly" is Available
      When I set the image of deployment "nightly" to "cron:9"
      Then the spec.template.spec.containers[0].image of deployment "nightly" is "cron:1"
      When I delete deployment "nightly"
      Then deployment "nightly" is Available within 2m

    Scenario: It goes with its owner
      Given deployment "nightly" is Available
      When I delete crontab "nightly"
      Then deployment "nightly" does not exist
      And there are no pods

  Rule: An operator may do what its service account may

    Scenario: What it is refused is told
      Given a controller of crontabs creates as service account "operator":
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "${object.metadata.name}-settings"}
        """
      And these objects:
        """yaml
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: operator}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: operator}
        rules:
        - {apiGroups: [stable.example.com], resources: [crontabs], verbs: [get, list, watch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: operator}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: operator}
        subjects: [{kind: ServiceAccount, name: operator, namespace: default}]
        """
      When I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: {name: nightly}
        spec: {cronSpec: "0 3 * * *"}
        """
      Then there is an event "ReconcileError" for crontab "nightly" with message:
        """
        configmaps "nightly-settings" is forbidden: User "system:serviceaccount:default:operator" cannot patch resource "configmaps" in API group "" in the namespace "default"
        """
      And there is no configmap "nightly-settings"
