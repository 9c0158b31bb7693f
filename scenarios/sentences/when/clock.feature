Feature: When — the clock of a node is wrong

  Background:
    Given a cluster with 1 node

  Scenario: It is ahead, and right again
    When the clock of node "node-1" is 5 minutes ahead
    And I apply "../manifests/pod.yaml"
    Then pod "web" is Running
    And its metadata.creationTimestamp is "2026-01-01T00:00:00Z"
    And its status.startTime is "2026-01-01T00:05:00Z"
    When the clock of node "node-1" is right again
    And I delete pod "web"
    Then there is an event "Killing" for pod "web"

  Scenario: It is behind
    When the clock of node "node-1" is 90s behind
    And I apply "../manifests/pod.yaml"
    Then pod "web" is Running
    And its status.startTime is "2025-12-31T23:58:30Z"
