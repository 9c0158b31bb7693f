Feature: RoleBinding

  Background:
    Given a cluster with no nodes

  Scenario: Groups of subjects and of the role are filled in
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects:
      - {kind: User, name: carol, apiGroup: null}
      - {kind: Group, name: ops:night, apiGroup: rbac.authorization.k8s.io}
      - {kind: ServiceAccount, name: robot, namespace: default}
      """
    Then its roleRef is:
      """yaml
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: reader
      """
    And its subjects is:
      """yaml
      - {kind: User, apiGroup: rbac.authorization.k8s.io, name: carol}
      - {kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops:night}
      - {kind: ServiceAccount, name: robot, namespace: default}
      """
    And it matches its snapshot

  Scenario: No role
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers}
      roleRef: null
      subjects:
      - {kind: User, name: carol, apiGroup: rbac.authorization.k8s.io}
      - {kind: Group, name: ops:night, apiGroup: rbac.authorization.k8s.io}
      - {kind: ServiceAccount, name: robot, namespace: default}
      """
    Then it is Invalid:
      """
      RoleBinding.rbac.authorization.k8s.io "readers" is invalid: [roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole", roleRef.name: Required value]
      """
    And it is Invalid with causes:
      | field        | reason                 |
      | roleRef.kind | FieldValueNotSupported |
      | roleRef.name | FieldValueRequired     |

  Scenario: A role that is neither of the namespace nor of the cluster
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: b}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Policy, name: x}
      """
    Then it is Invalid:
      """
      RoleBinding.rbac.authorization.k8s.io "b" is invalid: roleRef.kind: Unsupported value: "Policy": supported values: "Role", "ClusterRole"
      """

  Scenario: A subject without a name
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects:
      - {kind: User, name: "", apiGroup: rbac.authorization.k8s.io}
      - {kind: Group, name: ops:night, apiGroup: rbac.authorization.k8s.io}
      - {kind: ServiceAccount, name: robot, namespace: default}
      """
    Then it is Invalid:
      """
      RoleBinding.rbac.authorization.k8s.io "readers" is invalid: subjects[0].name: Required value
      """

  Scenario: The role cannot be changed
    Given I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: alice}]
      """
    When I patch rolebinding "readers" with:
      """yaml
      roleRef: {name: other}
      """
    Then it is Invalid:
      """
      RoleBinding.rbac.authorization.k8s.io "readers" is invalid: roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"other"}: cannot change roleRef
      """
