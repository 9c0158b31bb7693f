# Objects that controllers keep beside those that people write: aggregated roles, mirrored endpoints.
Feature: Kept up to date by controllers

  Background:
    Given a cluster with no nodes

  Scenario: A role made of others
    Given I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: monitoring}
      aggregationRule: {clusterRoleSelectors: [{matchLabels: {aggregate-to: monitoring}}]}
      rules: []
      """
    When I create:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: monitoring-pods, labels: {aggregate-to: monitoring}}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
      """
    Then the rules of clusterrole "monitoring" is:
      """yaml
      - {apiGroups: [""], resources: [pods], verbs: [get, list]}
      """
    When I delete clusterrole "monitoring-pods"
    Then the rules of clusterrole "monitoring" is absent

  Scenario: Endpoints somebody writes by hand are mirrored
    Given I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {ports: [{port: 5432}]}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Endpoints
      metadata: {name: db}
      subsets: [{addresses: [{ip: 10.9.8.7}], ports: [{port: 5432}]}]
      """
    Then there is 1 endpointslice with labels "endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io"
    And the endpoints of every endpointslice with labels "kubernetes.io/service-name=db" matches:
      """yaml
      - {addresses: [10.9.8.7], conditions: {ready: true}}
      """
    When I delete endpoints "db"
    Then there are no endpointslices with labels "kubernetes.io/service-name=db"
