Feature: Given — nodes

  Scenario: One node more
    Given a cluster with 1 node
    And a node "gpu-1" with labels "pool=gpu"
    Then there are 2 nodes
    And node "gpu-1" has the label "pool=gpu"

  Scenario: Nodes from a table
    Given a cluster with no nodes
    And nodes:
      | name | memory |
      | a    | 2Gi    |
      | b    | 4Gi    |
    Then there are 2 nodes
    And the status.capacity.memory of node "b" is 4096Mi

  Scenario: A node that waits for its network
    Given a cluster with 2 nodes
    And the network plug-in of node "node-2" is missing
    Then node "node-2" is not Ready
    When the network plug-in of node "node-2" is ready
    Then node "node-2" is Ready
