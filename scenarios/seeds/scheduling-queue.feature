# When a pod that could not be placed is tried again: by events that may help it, by its back-off, and after five minutes.
Feature: The scheduling queue

  Rule: An event brings back whom it may help

    Background:
      Given a cluster with nodes:
        | name  | cpu | memory |
        | small | 2   | 4Gi    |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: large}
        spec:
          containers: [{name: app, image: nginx, resources: {requests: {cpu: "3"}}}]
        """
      Then pod "large" is Pending
      And the event "Warning" "FailedScheduling" for it happens exactly 1 time

    Scenario: What cannot help leaves it where it is
      When I label node "small" with "disk=ssd"
      And I taint node "small" with "gpu=yes:NoSchedule"
      Given nodes:
        | name   | cpu | memory |
        | medium | 2   | 4Gi    |
      Then the event "Warning" "FailedScheduling" for pod "large" happens exactly 1 time for 4m

    Scenario: What may help has it tried again at once, though it is backing off
      Given nodes:
        | name | cpu | memory |
        | huge | 8   | 16Gi   |
      Then pod "large" runs on node "huge" within 500ms

    Scenario: Nothing happens: after five minutes it is tried again when next looked at, every half minute
      Then the event "Warning" "FailedScheduling" for pod "large" happens exactly 1 time for 5m
      And the event "Warning" "FailedScheduling" for pod "large" happens exactly 2 times within 30s

  Rule: What went wrong backs off, and no event brings it back sooner

    Scenario: Without nodes a pod is tried after 2, 5, 10 and 19 seconds: a back-off ends with the second after it
      Given a cluster with 0 nodes
      And the patience is 5 minutes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: early}
        spec:
          containers: [{name: app, image: nginx}]
        """
      Then there is an event "Warning" "FailedScheduling" for pod "early" with message "no nodes available to schedule pods"
      And the event "Warning" "FailedScheduling" for it happens exactly 1 time for 1500ms
      And the event "Warning" "FailedScheduling" for it happens exactly 2 times within 600ms
      When 4s passes
      Then the event "Warning" "FailedScheduling" for it happens exactly 3 times immediately
      Given a node "late"
      Then pod "early" runs on no node for 3s
      And it runs on node "late" within 1500ms
