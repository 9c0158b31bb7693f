Feature: Then — states and conditions

  Background:
    Given a cluster
    And I apply "../manifests/pod.yaml"

  Scenario: In one word
    Then pod "web" is Running
    And it is Ready
    And every pod with labels "app=web" is Ready within 2 minutes
    And pod "web" is never Failed

  Scenario: Conditions
    Then pod "web" has condition Ready True
    And it has condition "PodScheduled" True
    And it has no condition "DisruptionTarget"

  Scenario: One thing before another, and until another
    Then pod "web" is scheduled before pod "web" is Running
    When I delete it
    Then pod "web" is Running until pod "web" is Terminating
