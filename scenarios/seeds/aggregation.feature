# Seeds/000: "Aggregation Layer": another API server adds an API of its own to the cluster.
Feature: The aggregation layer

  Background:
    Given a cluster with 1 node
    And the namespace "monitoring"
    And the API server of "v1beta1.metrics.example.com" answers `GET /apis/metrics.example.com/v1beta1/loads` with:
      """yaml
      kind: LoadList
      apiVersion: metrics.example.com/v1beta1
      metadata: {}
      items: [{metadata: {name: node-1}, load: 2}]
      """
    And these objects:
      """yaml
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.metrics.example.com}
      spec:
        group: metrics.example.com
        version: v1beta1
        service: {namespace: monitoring, name: loads}
        groupPriorityMinimum: 100
        versionPriority: 100
      """

  Scenario: The API is there once its server is
    Then apiservice "v1beta1.metrics.example.com" matches:
      """yaml
      status:
        conditions:
        - {type: Available, status: "False", reason: ServiceNotFound, message: 'service/loads in "monitoring" is not present'}
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: loads}
      spec:
        selector: {app: loads}
        ports: [{port: 8443}]
      """
    Then apiservice "v1beta1.metrics.example.com" matches:
      """yaml
      status:
        conditions:
        - {type: Available, status: "False", reason: ServicePortError, message: 'service/loads in "monitoring" is not listening on port 443'}
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: loads}
      spec:
        selector: {app: loads}
        ports: [{port: 443, targetPort: 8443}]
      """
    Then apiservice "v1beta1.metrics.example.com" matches:
      """yaml
      status:
        conditions:
        - {type: Available, status: "False", reason: MissingEndpoints, message: 'endpointslices for service/loads in "monitoring" have no addresses with port name ""'}
      """
    When I send `GET /apis/metrics.example.com/v1beta1/loads`
    Then it is ServiceUnavailable with message "the server is currently unable to handle the request"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: loads, labels: {app: loads}}
      spec:
        containers: [{name: api, image: "loads:1"}]
      """
    Then apiservice "v1beta1.metrics.example.com" matches:
      """yaml
      status:
        conditions:
        - {type: Available, status: "True", reason: Passed, message: all checks passed}
      """
    When I send `GET /apis/metrics.example.com/v1beta1/loads`
    Then it is accepted

  Scenario: Its group is one of the cluster's
    When I send `GET /apis/metrics.example.com`
    Then the answer matches its snapshot

  Scenario: The cluster's own rules say who may ask
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: loads}
      spec:
        selector: {app: loads}
        ports: [{port: 443, targetPort: 8443}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: loads, labels: {app: loads}}
      spec:
        containers: [{name: api, image: "loads:1"}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: loads-reader}
      rules:
      - {apiGroups: [metrics.example.com], resources: [loads], verbs: [list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: alice-reads-loads}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: loads-reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
      """
    And apiservice "v1beta1.metrics.example.com" is Available
    When I send `GET /apis/metrics.example.com/v1beta1/loads` as "bob"
    Then it is Forbidden:
      """
      loads.metrics.example.com is forbidden: User "bob" cannot list resource "loads" in API group "metrics.example.com" at the cluster scope
      """
    When I send `GET /apis/metrics.example.com/v1beta1/loads` as "alice"
    Then it is accepted
    And the API server of "v1beta1.metrics.example.com" was asked `GET /apis/metrics.example.com/v1beta1/loads` as "alice"

  Scenario: Custom resources register their versions by themselves
    When I apply:
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
          schema: {openAPIV3Schema: {type: object}}
      """
    Then apiservice "v1.stable.example.com" matches:
      """yaml
      metadata:
        labels: {kube-aggregator.kubernetes.io/automanaged: "true"}
      spec: {group: stable.example.com, version: v1, groupPriorityMinimum: 1000, versionPriority: 100}
      status:
        conditions:
        - {type: Available, status: "True", reason: Local, message: Local APIServices are always available}
      """
    When I delete customresourcedefinition "crontabs.stable.example.com"
    Then apiservice "v1.stable.example.com" does not exist
