Feature: Given — devices of nodes

  Scenario: Devices by their names
    Given a cluster with 2 nodes
    And a device plugin "example.com/gpu" on node "node-1" with devices:
      | id    | numa | health    |
      | gpu-a | 0    | healthy   |
      | gpu-b | 0    | unhealthy |
    Then the status.capacity["example.com/gpu"] of node "node-1" is "2"
    And its status.allocatable["example.com/gpu"] is "1"

  Scenario: A number of devices
    Given a cluster with 2 nodes
    And a device plugin "example.com/gpu" with 2 devices
    Then the status.allocatable["example.com/gpu"] of node "node-2" is "2"
