# Section 1 of seeds/001: "if each of your nodes has only 1 GiB of memory, there is not enough allocatable memory on any node".
Feature: Memory constraints on nodes that are too small
  The default of the LimitRange is a whole GiB. A node of that size keeps some memory back, so the pod finds no place.

  Scenario: A node of 1 GiB has no room for a request of 1 GiB
    Given a cluster with nodes:
      | name   | memory |
      | node-1 | 1Gi    |
      | node-2 | 1Gi    |
    And the namespace "constraints-mem-example"
    And I apply "memory-constraints/limit-range.yaml"
    When I apply "memory-constraints/pod-4.yaml"
    Then pod "constraints-mem-demo-4" is Pending for 10 minutes
    And it has condition PodScheduled False with reason "Unschedulable"
    And there is an event "Warning" "FailedScheduling" for pod "constraints-mem-demo-4" with message:
      """
      0/2 nodes are available: 2 Insufficient memory. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """

  Scenario: A node of 2 GiB has
    Given a cluster with nodes:
      | name   | memory |
      | node-1 | 1Gi    |
      | node-2 | 2Gi    |
    And the namespace "constraints-mem-example"
    And I apply "memory-constraints/limit-range.yaml"
    When I apply "memory-constraints/pod-4.yaml"
    Then pod "constraints-mem-demo-4" is Running
    And it runs on node "node-2"
