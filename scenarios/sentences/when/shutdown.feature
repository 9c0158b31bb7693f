Feature: When — a node is shut down

  Scenario: Its kubelet ends the pods before it stops
    Given a cluster with 1 node
    And the kubelet is configured:
      """yaml
      shutdownGracePeriod: 30s
      shutdownGracePeriodCriticalPods: 10s
      """
    And the image "deaf" ignores SIGTERM
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: deaf}
      """
    And pod "web" is Running
    When node "node-1" is shut down gracefully
    Then node "node-1" has condition Ready False with reason "KubeletNotReady"
    And pod "web" is Failed
    And its status.reason is "Terminated"

  Scenario: Nobody waits for pods
    Given a cluster with 1 node
    When node "node-1" is shut down
    Then node "node-1" is not Ready within 2m

  Scenario: The shutdown is cancelled
    Given a cluster with 1 node
    And the kubelet is configured:
      """yaml
      shutdownGracePeriod: 30s
      shutdownGracePeriodCriticalPods: 10s
      """
    When node "node-1" is shut down gracefully
    And the shutdown of node "node-1" is cancelled
    Then node "node-1" is not Ready
    And node "node-1" is Ready within 15s

  Scenario: A node reboots
    Given a cluster with 1 node
    When node "node-1" reboots
    Then there is an event "Rebooted" for node "node-1"
    When node "node-1" reboots, which takes 2 minutes
    Then node "node-1" is not Ready within 80s
    And node "node-1" is Ready within 2m
