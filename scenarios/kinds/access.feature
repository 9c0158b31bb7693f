Feature: Who may do what
  `as` asks in somebody else's name. What their roles do not allow is Forbidden, in these words.

  Background:
    Given a cluster with no nodes
    And the namespace "shop"

  Scenario: Without a role nothing is allowed
    When I create as "erin":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is Forbidden:
      """
      configmaps is forbidden: User "erin" cannot create resource "configmaps" in API group "" in the namespace "shop"
      """
    When I send `GET /api/v1/namespaces/shop/pods` as "erin"
    Then it is Forbidden:
      """
      pods is forbidden: User "erin" cannot list resource "pods" in API group "" in the namespace "shop"
      """
    When I delete deployment "web" as "erin"
    Then it is Forbidden:
      """
      deployments.apps "web" is forbidden: User "erin" cannot delete resource "deployments" in API group "apps" in the namespace "shop"
      """

  Scenario: What belongs to no namespace is asked for at the cluster scope
    When I send `GET /api/v1/nodes` as "erin"
    Then it is Forbidden:
      """
      nodes is forbidden: User "erin" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When I send `GET /metrics` as "erin"
    Then it is Forbidden:
      """
      forbidden: User "erin" cannot get path "/metrics"
      """

  Scenario: A role and its binding open a door, and no other
    Given I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader}
      rules:
      - {apiGroups: [""], resources: [configmaps], verbs: [get, list, watch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: erin}
      """
    When I send `GET /api/v1/namespaces/shop/configmaps` as "erin"
    Then it is accepted
    When I send `GET /api/v1/namespaces/default/configmaps` as "erin"
    Then it is Forbidden:
      """
      configmaps is forbidden: User "erin" cannot list resource "configmaps" in API group "" in the namespace "default"
      """
    When as "erin", I patch configmap "kube-root-ca.crt" with:
      """yaml
      data: {mine: data}
      """
    Then it is Forbidden:
      """
      configmaps "kube-root-ca.crt" is forbidden: User "erin" cannot patch resource "configmaps" in API group "" in the namespace "shop"
      """

  Scenario: Groups are bound like users
    Given I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: night-shift}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: night}
      """
    When I send `GET /api/v1/pods` as "erin" in group "night"
    Then it is accepted
    When I send `GET /api/v1/namespaces/shop/secrets` as "erin" in group "night"
    Then it is Forbidden:
      """
      secrets is forbidden: User "erin" cannot list resource "secrets" in API group "" in the namespace "shop"
      """

  Scenario: A service account is a user as well
    When I send `GET /api/v1/namespaces/shop/pods` as service account "default"
    Then it is Forbidden:
      """
      pods is forbidden: User "system:serviceaccount:shop:default" cannot list resource "pods" in API group "" in the namespace "shop"
      """

  Scenario: Nobody gives away what they do not have
    Given I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: roles}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: roles}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: erin}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: roles}
      rules:
      - {apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [create]}
      """
    When I create as "erin":
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: secrets}
      rules:
      - {apiGroups: [""], resources: [secrets], verbs: [get]}
      """
    Then it is Forbidden:
      """
      roles.rbac.authorization.k8s.io "secrets" is forbidden: user "erin" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
      {APIGroups:[""], Resources:["secrets"], Verbs:["get"]}
      """
