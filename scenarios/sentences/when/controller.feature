Feature: When — controllers and the scheduler

  Background:
    Given a cluster

  Scenario: A controller stops and starts again
    When the controller "deployment" stops
    And I apply "../manifests/web.yaml"
    And 1 minute passes
    Then there are exactly 0 replicasets
    When the controller "deployment" starts again
    Then deployment "web" is Available

  Scenario: The scheduler stops and starts again
    When the scheduler stops
    And I apply "../manifests/pod.yaml"
    And 1 minute passes
    Then pod "web" is Pending immediately
    When the scheduler starts again
    Then pod "web" is Running
