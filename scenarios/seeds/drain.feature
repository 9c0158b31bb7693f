# Seeds/001 section 3, "Drain the node": cordon, evict, and the pods' new home; texts from the session "pdb-eviction".
Feature: Draining a node

  Background:
    Given a cluster with nodes:
      | name   | labels    |
      | node-1 |           |
      | node-2 | pool=next |

  Scenario: A cordoned node takes no more pods, and those evicted find another home
    Given I cordon node "node-2"
    And I apply "drain/web.yaml"
    And pod "web-0" is Ready
    And pod "web-1" is Ready
    And I uncordon node "node-2"
    When I cordon node "node-1"
    Then node "node-1" is unschedulable
    And its spec.taints contains {key: "node.kubernetes.io/unschedulable", effect: "NoSchedule"}
    And pod "web-0" is Ready for 5m
    When I evict pod "web-0"
    Then it is accepted
    And pod "web-0" runs on node "node-2"
    And pod "web-0" is Ready
    And pod "web-1" still runs on node "node-1"
    When I evict pod "web-1"
    Then it is accepted
    And pod "web-1" runs on node "node-2"
    And there are no pods with labels "app=web" on node "node-1"

  Scenario: A budget lets one go at a time
    Given I apply "drain/web.yaml" and "drain/budget.yaml"
    And pod "web-0" is Ready
    And pod "web-1" is Ready
    And the status.disruptionsAllowed of poddisruptionbudget "web" is 1
    When I evict pod "web-0"
    Then it is accepted
    When I evict pod "web-1"
    Then it is TooManyRequests with message "Cannot evict pod as it would violate the pod's disruption budget."
    And pod "web-1" is still Ready
    And pod "web-0" is Ready
    And the status.disruptionsAllowed of poddisruptionbudget "web" is 1
    When I evict pod "web-1"
    Then it is accepted
    And exactly 1 pod with labels "app=web" is Ready
    And exactly 2 pods with labels "app=web" are Ready
    And at least 1 pod with labels "app=web" is Ready at all times since the last action

  Scenario: A pod of nobody does not come back
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: alone}
      spec: {containers: [{name: c, image: nginx}]}
      """
    And pod "alone" is Running
    When I evict pod "alone"
    Then pod "alone" does not exist
    And there is no pod "alone" for 10m

  Scenario: A node marked unschedulable is named in the verdict
    Given I cordon node "node-1"
    And I cordon node "node-2"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: late}
      spec: {containers: [{name: c, image: nginx}]}
      """
    Then there is an event "Warning" "FailedScheduling" for pod "late" with message:
      """
      0/2 nodes are available: 2 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
    When I uncordon node "node-1"
    Then pod "late" runs on node "node-1"
