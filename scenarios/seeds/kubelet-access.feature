# Seeds/003, "authentication and authorization of the kubelet": what it may ask of the API server.
Feature: What a kubelet may do

  Background:
    Given a cluster with nodes:
      | name   | labels                             |
      | node-1 | node-role.kubernetes.io/worker=yes |
      | node-2 |                                    |
    And the admission plugin "NodeRestriction" is on
    And the namespace "shop"
    And a user "system:node:node-1" in groups "system:nodes"

  Scenario: A kubelet sees what the pods of its node need
    When I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: password}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: other}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        nodeName: node-1
        containers:
        - name: app
          image: nginx
          envFrom:
          - secretRef: {name: password}
      """
    When I send `GET /api/v1/namespaces/shop/secrets/password` as "system:node:node-1"
    Then it is accepted
    When I send `GET /api/v1/namespaces/shop/secrets/other` as "system:node:node-1"
    Then it is Forbidden:
      """
      secrets "other" is forbidden: User "system:node:node-1" cannot get resource "secrets" in API group "" in the namespace "shop": no relationship found between node 'node-1' and this object
      """
    When I send `GET /api/v1/nodes/node-2` as "system:node:node-1"
    Then it is Forbidden:
      """
      nodes "node-2" is forbidden: User "system:node:node-1" cannot get resource "nodes" in API group "" at the cluster scope: node 'node-1' cannot read 'node-2', only its own Node object
      """

  Scenario: A kubelet changes its own node and no other
    When I label node "node-1" with team=web as "system:node:node-1"
    Then it is accepted
    When I label node "node-1" with node-restriction.kubernetes.io/zone=a as "system:node:node-1"
    Then it is Forbidden:
      """
      nodes "node-1" is forbidden: is not allowed to modify labels: node-restriction.kubernetes.io/zone
      """
    When I label node "node-2" with team=web as "system:node:node-1"
    Then it is Forbidden:
      """
      nodes "node-2" is forbidden: node "node-1" is not allowed to modify node "node-2"
      """

  Scenario: Labels that a kubelet may not set are there when the stage says so
    Then node "node-1" is Ready
    And node "node-1" has the label "node-role.kubernetes.io/worker" "yes"
    When I create as "system:node:node-1":
      """yaml
      apiVersion: v1
      kind: Node
      metadata: {name: node-3}
      """
    Then it is Forbidden:
      """
      nodes "node-3" is forbidden: node "node-1" is not allowed to modify node "node-3"
      """

  Rule: Who may ask a kubelet is asked of the API server: the subresources of its node

    Scenario Outline: Without a role, alice may not have <what>
      Given a user "alice"
      When I send `GET /api/v1/nodes/node-1/<path>` as "alice"
      Then it is Forbidden:
        """
        nodes "node-1" is forbidden: User "alice" cannot get resource "nodes/proxy" in API group "" at the cluster scope
        """

      Examples:
        | what              | path           |
        | the node's pods   | proxy/pods     |
        | a container's log | proxy/logs/web |

    Scenario: Permissions are as fine as what is asked for
      Given a user "alice"
      And the cluster role "log-reader" allows "alice" to get nodes/log
      Then "alice" can get nodes/log
      And "alice" cannot get nodes/proxy
      And "alice" cannot get nodes/stats
      And "alice" cannot get nodes/metrics

    Scenario: The logs of a pod need permission for just that
      Given a user "alice" in groups "developers"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: app, image: nginx}]}
        """
      And pod "web" is Running
      When I send `GET /api/v1/namespaces/shop/pods/web/log` as "alice"
      Then it is Forbidden:
        """
        pods "web" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "shop"
        """
      When the role "log-reader" allows "alice" to get pods/log
      And I send `GET /api/v1/namespaces/shop/pods/web/log` as "alice"
      Then it is accepted
