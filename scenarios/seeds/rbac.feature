# Seeds/003, "authentication and authorization of the API server".
Feature: Who may do what in the cluster
  What the API server lets users, groups and service accounts do: nothing that no role grants, refused in words
  that say who wanted what, where.

  Background:
    Given a cluster with 2 nodes
    And the namespace "shop"
    And a user "alice" in groups "developers"

  Scenario: Without a role nothing is allowed
    When I send `GET /api/v1/namespaces/shop/pods` as "alice"
    Then it is Forbidden:
      """
      pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "shop"
      """
    When I send `GET /api/v1/pods` as "alice"
    Then it is Forbidden:
      """
      pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope
      """
    When I send `GET /apis/apps/v1/namespaces/shop/deployments/web/scale` as "alice"
    Then it is Forbidden:
      """
      deployments.apps "web" is forbidden: User "alice" cannot get resource "deployments/scale" in API group "apps" in the namespace "shop"
      """
    When I send `GET /metrics` as "alice"
    Then it is Forbidden:
      """
      forbidden: User "alice" cannot get path "/metrics"
      """

  Scenario: A role in a namespace allows what it names, there
    Given the role "pod-reader" allows "alice" to get, list and watch pods
    Then "alice" can list pods because "RBAC: allowed by RoleBinding \"pod-reader/shop\" of Role \"pod-reader\" to User \"alice\""
    And "alice" cannot get pods/log
    And "alice" cannot create pods
    And "alice" cannot list pods in namespace "default"

  Scenario: Groups and service accounts
    Given the cluster role "node-reader" allows group "developers" to list nodes
    And the role "config-reader" allows service account "robot" to get configmaps
    Then "alice" can list nodes because "RBAC: allowed by ClusterRoleBinding \"node-reader\" of ClusterRole \"node-reader\" to Group \"developers\""
    And service account "robot" can get configmap "settings"
    And service account "default" cannot get configmap "settings"
    And group "developers" can list nodes

  Scenario: A role for some objects only
    When I apply:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: one-secret}
      rules:
      - {apiGroups: [""], resources: [secrets], resourceNames: [password], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: one-secret}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: one-secret}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}
      """
    Then "alice" can get secret "password"
    And "alice" cannot get secret "other"
    And "alice" cannot list secrets

  Scenario: Nobody gives away more than they have
    Given the role "role-maker" allows "alice" to create, get and bind roles.rbac.authorization.k8s.io
    When I create as "alice":
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: everything}
      rules:
      - {apiGroups: [""], resources: [secrets], verbs: [get, list]}
      """
    Then it is Forbidden:
      """
      roles.rbac.authorization.k8s.io "everything" is forbidden: user "alice" (groups=["developers" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
      {APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}
      """

  Scenario: Cluster roles that others add to
    When I apply:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: monitoring}
      aggregationRule:
        clusterRoleSelectors:
        - matchLabels: {example.com/aggregate-to-monitoring: "true"}
      rules: []
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata:
        name: monitoring-endpoints
        labels: {example.com/aggregate-to-monitoring: "true"}
      rules:
      - {apiGroups: [""], resources: [services, endpoints], verbs: [get, list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: monitoring}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: monitoring}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}
      """
    Then "alice" can list services
