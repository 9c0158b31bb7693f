Feature: When — nodes

  Background:
    Given a cluster with 2 nodes

  Scenario: A node loses its power and comes back
    When node "node-1" goes down
    Then node "node-1" is not Ready within 5m
    And node "node-2" is still Ready
    When node "node-1" comes back
    Then node "node-1" is Ready

  Scenario: Cordon and uncordon
    When I cordon node "node-1"
    Then node "node-1" is unschedulable
    When I uncordon node "node-1"
    Then node "node-1" is not unschedulable

  Scenario: Taints
    When I taint node "node-1" with "dedicated=db:NoSchedule"
    Then its spec.taints contains {key: "dedicated", value: "db", effect: "NoSchedule"}
    When I remove the taint "dedicated" from node "node-1"
    Then its spec.taints does not contain {key: "dedicated"}

  Scenario: A node is partitioned and heals
    When node "node-1" is partitioned
    Then node "node-1" is not Ready within 5m
    When the partition of node "node-1" heals
    Then node "node-1" is Ready

  Scenario: A kubelet stops, starts again and restarts
    When the kubelet on node "node-1" stops
    Then node "node-1" is not Ready within 5m
    When the kubelet on node "node-1" starts again
    Then node "node-1" is Ready
    When the kubelet on node "node-1" restarts
    Then node "node-1" is still Ready
