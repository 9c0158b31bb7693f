Feature: Local ephemeral storage — what pods ask for and may use
  A tenth of a node's disk is kept from pods: hard eviction begins there.

  Background:
    Given a cluster with nodes:
      | name   | storage |
      | node-1 | 8Gi     |

  Scenario: Requests of all containers count together
    When I apply "ephemeral-storage/writer.yaml"
    Then pod "writer" is Running
    And its status.qosClass is "BestEffort"
    When I apply "ephemeral-storage/other.yaml"
    Then pod "other" is Pending
    And there is an event "Warning" "FailedScheduling" for it with message:
      """
      0/1 nodes are available: 1 Insufficient ephemeral-storage. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
      """
    When I delete pod "writer"
    Then pod "other" is Running

  Scenario: A pod that comes past the scheduler is refused by the node
    When I apply "ephemeral-storage/writer.yaml"
    Then pod "writer" is Running
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: forced}
      spec:
        nodeName: node-1
        containers:
          - name: app
            image: nginx
            resources:
              requests: {ephemeral-storage: 4Gi}
      """
    Then pod "forced" is Failed
    And its status.reason is "OutOfephemeral-storage"
    And its status.message is "Pod was rejected: Node didn't have enough resource: ephemeral-storage, requested: 4294967296, used: 4294967296, capacity: 7730941120"

  Scenario: Reservations and thresholds make what pods may have
    Given the kubelet is configured:
      """yaml
      kubeReserved: {ephemeral-storage: 1Gi}
      systemReserved: {ephemeral-storage: 512Mi}
      evictionHard: {nodefs.available: 512Mi}
      """
    Then the status.capacity.ephemeral-storage of node "node-1" is 8Gi
    And its status.allocatable.ephemeral-storage is 6Gi

  Scenario: A container that writes more than its limit is evicted with its pod
    Given the patience is 2 minutes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy}
      spec:
        containers:
          - name: app
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/data bs=1M count=11; sleep 1d"]
            resources:
              requests: {ephemeral-storage: 5Mi}
              limits: {ephemeral-storage: 10Mi}
      """
    Then pod "greedy" is Failed
    And its status.reason is "Evicted"
    And its status.message is "Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. "
