Feature: Role

  Background:
    Given a cluster with no nodes

  Scenario: A role is taken as it is written
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader}
      rules:
      - apiGroups: [""]
        resources: [pods, pods/log]
        verbs: [get, list, watch]
      - apiGroups: [apps]
        resources: [deployments/scale]
        resourceNames: [shop]
        verbs: [update, patch]
      - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
      """
    Then it matches its snapshot

  Scenario: A rule without verbs
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: r}
      rules: [{apiGroups: [""], resources: [pods]}]
      """
    Then it is Invalid:
      """
      Role.rbac.authorization.k8s.io "r" is invalid: rules[0].verbs: Required value: verbs must contain at least one value
      """

  Scenario: A rule without an API group
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: r}
      rules: [{resources: [pods], verbs: [get]}]
      """
    Then it is Invalid:
      """
      Role.rbac.authorization.k8s.io "r" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group
      """

  Scenario: Paths are nothing a namespace has
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: r}
      rules: [{nonResourceURLs: [/x], verbs: [get]}]
      """
    Then it is Invalid:
      """
      Role.rbac.authorization.k8s.io "r" is invalid: rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs
      """
