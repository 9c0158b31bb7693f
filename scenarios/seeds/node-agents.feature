# Seeds/001: the NodeLocal DNS cache and other add-ons run on every node, as DaemonSets.
Feature: An agent on every node

  Background:
    Given a cluster with 3 nodes
    And I taint node "node-3" with "dedicated=db:NoSchedule"
    And the namespace "kube-system"
    And I apply "node-agents/node-local-dns.yaml"
    And the status.numberReady of daemonset "node-local-dns" is 3

  Scenario: One on each node, tainted or not
    Then all pods with labels "k8s-app=node-local-dns" run on 3 nodes
    And the status.desiredNumberScheduled of daemonset "node-local-dns" is 3
    And the spec.priority of every pod with labels "k8s-app=node-local-dns" is 2000001000

  Scenario: A new node gets one, a node that leaves takes its own along
    When a node "node-4"
    Then there is 1 pod with labels "k8s-app=node-local-dns" on node "node-4"
    And the status.numberReady of daemonset "node-local-dns" is 4
    When I delete node "node-4"
    Then the status.desiredNumberScheduled of daemonset "node-local-dns" is 3
    And there are no pods with labels "k8s-app=node-local-dns" on node "node-4" within 2m

  Scenario: Cordoning sends none away and keeps none out
    When I cordon node "node-1"
    And I delete all pods with labels "k8s-app=node-local-dns"
    Then 3 pods with labels "k8s-app=node-local-dns" are Ready
    And there is 1 pod with labels "k8s-app=node-local-dns" on node "node-1"

  Scenario: One that nobody has taken out stays on a dead node
    When node "node-2" goes down
    Then there is 1 pod with labels "k8s-app=node-local-dns" on node "node-2" for 30m
    And the metadata.deletionTimestamp of every pod with labels "k8s-app=node-local-dns" is absent
    And the status.numberUnavailable of daemonset "node-local-dns" is 1

  Scenario: An update goes from node to node
    When I set the image of daemonset "node-local-dns" to "registry.k8s.io/dns/k8s-dns-node-cache:1.26.5"
    Then the status.updatedNumberScheduled of daemonset "node-local-dns" is 3 within 5m
    And daemonset "node-local-dns" is rolled out within 5m
    And at least 2 pods with labels "k8s-app=node-local-dns" are Ready at all times since the last action
