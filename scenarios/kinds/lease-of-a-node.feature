Feature: The lease of a node

  Scenario: It goes with its node
    Given a cluster with 2 nodes
    When I delete node "node-2"
    Then there is no lease "node-2" in namespace "kube-node-lease" within 10s
    And there is a lease "node-1" in namespace "kube-node-lease"
    And there is no lease "node-2" in namespace "kube-node-lease" for 1 minute
