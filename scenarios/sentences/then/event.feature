Feature: Then — events

  Scenario: What the scheduler says of a pod that fits nowhere
    Given a cluster with no nodes
    When I apply "../manifests/pod.yaml"
    Then there is an event "Warning" "FailedScheduling" for pod "web"
    And there is an event "FailedScheduling" for it with message containing "no nodes available"
    And there is an event "Warning" "FailedScheduling" for pod "web" with message:
      """
      no nodes available to schedule pods
      """
    And there is no event "Scheduled" for pod "web"
    And the event "FailedScheduling" for pod "web" happens at least 1 time
    And the events for pod "web" are, in this order:
      | type    | reason           |
      | Warning | FailedScheduling |
    And the events for it are, in this order:
      | at | reason           | message                             | count | last |
      | 0s | FailedScheduling | no nodes available to schedule pods | 1     | 0s   |
