Feature: ValidatingAdmissionPolicy

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a policy
    When I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: small}
      spec:
        matchConstraints:
          resourceRules:
          - apiGroups: [""]
            apiVersions: [v1]
            operations: [CREATE]
            resources: [pods]
        validations: [{expression: "true"}]
      """
    Then the answer matches its snapshot
    And its spec.failurePolicy is "Fail"
    And its spec.matchConstraints is:
      """yaml
      namespaceSelector: {}
      objectSelector: {}
      resourceRules:
      - operations: [CREATE]
        apiGroups: [""]
        apiVersions: [v1]
        resources: [pods]
        scope: "*"
      matchPolicy: Equivalent
      """

  Scenario: Nothing to be looked at
    When I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: p}
      spec: {validations: [{expression: "true"}]}
      """
    Then it is Invalid:
      """
      ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: spec.matchConstraints: Required value
      """

  Scenario: Nothing to look for
    When I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: replica-cap}
      spec:
        failurePolicy: Fail
        paramKind: {apiVersion: v1, kind: ConfigMap}
        matchConstraints:
          resourceRules:
          - apiGroups: [apps]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [deployments]
          excludeResourceRules:
          - apiGroups: [apps]
            apiVersions: [v1]
            operations: [UPDATE]
            resources: [deployments]
            resourceNames: [free]
          namespaceSelector: {matchLabels: {policed: "1"}}
        matchConditions: [{name: has-replicas, expression: has(object.spec.replicas)}]
        variables: [{name: cap, expression: int(params.data.cap)}]
        validations:
        - {}
        - expression: "!object.metadata.name.startsWith('x')"
          message: no x names
        auditAnnotations: [{key: count, valueExpression: string(object.spec.replicas)}]
      """
    Then it is Invalid:
      """
      ValidatingAdmissionPolicy.admissionregistration.k8s.io "replica-cap" is invalid: spec.validations[0].expression: Required value: expression is not specified
      """

  Scenario: No operations
    When I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: small}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [], resources: [pods]}
        validations:
        - expression: object.spec.containers.all(c, c.image.startsWith('registry.example/'))
      """
    Then it is Invalid:
      """
      ValidatingAdmissionPolicy.admissionregistration.k8s.io "small" is invalid: spec.matchConstraints.resourceRules[0].operations: Required value
      """

  Scenario: It refuses once it is bound
    Given I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: few-keys}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        validations:
        - expression: "!has(object.data) || size(object.data) <= 2"
          messageExpression: "'holds ' + string(size(object.data)) + ' keys'"
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: before}
      data: {a: "1", b: "2", c: "3"}
      """
    Then it is accepted
    Given I create:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: few-keys}
      spec: {policyName: few-keys, validationActions: [Deny]}
      """
    And 5s pass
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: after}
      data: {a: "1", b: "2", c: "3"}
      """
    Then it is Invalid:
      """
      configmaps "after" is forbidden: ValidatingAdmissionPolicy 'few-keys' with binding 'few-keys' denied request: holds 3 keys
      """
