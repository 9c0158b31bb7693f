Feature: Given — API servers behind APIServices

  Scenario: It answers what is passed on to it
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
    When I send `GET /apis/metrics.example.com/v1beta1/loads`
    Then it is accepted
    When I send `GET /apis/metrics.example.com/v1beta1/nothing`
    Then it is NotFound:
      """
      the server could not find the requested resource
      """

  Scenario: It cannot be reached
    Given the API server of "v1beta1.metrics.example.com" cannot be reached
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
    Then apiservice "v1beta1.metrics.example.com" is not Available
    When I send `GET /apis/metrics.example.com/v1beta1/loads`
    Then it is ServiceUnavailable with message "the server is currently unable to handle the request"
