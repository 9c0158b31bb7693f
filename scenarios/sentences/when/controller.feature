Feature: When — controllers, their manager and the scheduler

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

  Scenario: The controller manager stops; the process that follows waits until the lease has expired
    When the controller manager stops
    And I apply "../manifests/web.yaml"
    And 1 minute passes
    Then there are exactly 0 replicasets
    When the controller manager starts again
    And 14s pass
    Then there are exactly 0 replicasets immediately
    And deployment "web" is Available within 10s

  Scenario: The scheduler crashes; the process that follows waits until the lease has expired
    When the scheduler crashes
    And I apply "../manifests/pod.yaml"
    And the scheduler starts again
    And 14s pass
    Then pod "web" is Pending immediately
    And pod "web" is Running within 10s
