# Seeds/000 and 001, priorities and preemption: who gives way to whom.
Feature: Priorities and preemption

  Background:
    Given a cluster with nodes:
      | name   | cpu | memory |
      | node-1 | 2   | 4Gi    |
    And I apply "priorities/classes.yaml" and "priorities/batch.yaml"
    And pod "batch" is Running

  Scenario: A pod of high priority takes the place of a lower one
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: urgent}
      spec:
        priorityClassName: high-priority
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      """
    Then the status.nominatedNodeName of pod "urgent" is "node-1"
    And there is an event "Normal" "Preempted" for pod "batch" with message "Preempted by pod <uuid> on node node-1"
    And pod "batch" does not exist within 35s
    And pod "urgent" is Running
    And the spec.priority of pod "urgent" is 1000000

  Scenario: One of the same priority has to wait
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: equal}
      spec:
        priorityClassName: low-priority
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      """
    Then there is an event "Warning" "FailedScheduling" for pod "equal" with message:
      """
      0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
      """
    And pod "batch" is still Running

  Scenario: One that does not preempt waits too
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: polite}
      spec:
        priorityClassName: high-priority-nonpreempting
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      """
    Then there is an event "Warning" "FailedScheduling" for pod "polite" with message:
      """
      0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.
      """
    And pod "batch" is still Running
    When I delete pod "batch"
    Then pod "polite" is Running

  Scenario: A budget protects where there is another victim, and only then
    Given nodes:
      | name   | cpu | memory |
      | node-2 | 2   | 4Gi    |
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: guarded, labels: {app: guarded}}
      spec:
        priorityClassName: low-priority
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: guard}
      spec: {minAvailable: 1, selector: {matchLabels: {app: guarded}}}
      """
    And pod "guarded" is Running
    And 1 minute passes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: urgent}
      spec:
        priorityClassName: high-priority
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      """
    Then pod "batch" does not exist
    And pod "guarded" is still Running
    And pod "urgent" runs on node "node-1"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: urgent-too}
      spec:
        priorityClassName: high-priority
        containers: [{name: c, image: nginx, resources: {requests: {cpu: 1500m}}}]
      """
    Then pod "guarded" does not exist
    And pod "urgent-too" runs on node "node-2"

  Scenario: A priority class nobody has made
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: typo}
      spec:
        priorityClassName: hihg-priority
        containers: [{name: c, image: nginx}]
      """
    Then it is Forbidden:
      """
      pods "typo" is forbidden: no PriorityClass with name hihg-priority was found
      """
