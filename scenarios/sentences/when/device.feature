Feature: When — devices and their plugins

  Scenario: A device fails and works again
    Given a cluster
    And a device plugin "example.com/gpu" with 2 devices
    When device "gpu-1" becomes unhealthy
    Then the status.allocatable["example.com/gpu"] of node "node-1" is "1"
    And its status.capacity["example.com/gpu"] is "2"
    When device "gpu-1" on node "node-1" becomes healthy
    Then the status.allocatable["example.com/gpu"] of node "node-1" is "2"

  Scenario: A plugin goes away and comes back
    Given a cluster
    And a device plugin "example.com/gpu" with 2 devices
    When the device plugin "example.com/gpu" goes away
    Then the status.allocatable["example.com/gpu"] of node "node-1" is "0"
    And its status.capacity["example.com/gpu"] is "0" within 6 minutes
    When the device plugin "example.com/gpu" on node "node-1" comes back
    Then the status.capacity["example.com/gpu"] of node "node-1" is "2"
