# Seeds/000, "Local Ephemeral Storage": limits and requests on what pods use of the node's root partition.
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
    Then pod "other" is Pending for 5 minutes
    And the events for it are, in this order:
      | at | type    | reason           | message                                                                                                                                                                      |
      | 0s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient ephemeral-storage. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. |
    When I delete pod "writer"
    Then pod "other" is Running
    And the status.containerStatuses[0].state of pod "other" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:05:01Z"}
      """
    And the events for pod "other" are, in this order immediately:
      | at   | type    | reason           | message                                                                                                                                                                      | count | last |
      | 0s   | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient ephemeral-storage. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | 1     | 0s   |
      | 5m   | Normal  | Scheduled        | Successfully assigned default/other to node-1                                                                                                                                | 1     | 5m   |
      | 5m1s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                        | 1     | 5m1s |
      | 5m1s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                                  | 1     | 5m1s |
      | 5m1s | Normal  | Created          | Container created                                                                                                                                                            | 1     | 5m1s |
      | 5m1s | Normal  | Started          | Container started                                                                                                                                                            | 1     | 5m1s |
      | 5m1s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                        | 1     | 5m1s |
      | 5m1s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                                  | 1     | 5m1s |
      | 5m1s | Normal  | Created          | Container created                                                                                                                                                            | 1     | 5m1s |
      | 5m1s | Normal  | Started          | Container started                                                                                                                                                            | 1     | 5m1s |

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
    And 1s passes
    Then the status of pod "forced" is immediately:
      """yaml
      observedGeneration: 1
      phase: Failed
      message: "Pod was rejected: Node didn't have enough resource: ephemeral-storage, requested: 4294967296, used: 4294967296, capacity: 7730941120"
      reason: OutOfephemeral-storage
      startTime: "2026-01-01T00:00:00Z"
      qosClass: BestEffort
      """
    And the events for it are, in this order:
      | type    | reason                 | message                                                                                                            |
      | Warning | OutOfephemeral-storage | Node didn't have enough resource: ephemeral-storage, requested: 4294967296, used: 4294967296, capacity: 7730941120 |

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
    And 30s pass
    Then the status of pod "greedy" matches:
      """yaml
      phase: Failed
      reason: Evicted
      message: "Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. "
      """
    And its status.conditions is immediately:
      """yaml
      - type: PodReadyToStartContainers
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:12Z"
      - type: Initialized
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:00Z"
      - type: Ready
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:12Z"
        reason: PodFailed
      - type: ContainersReady
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:12Z"
        reason: PodFailed
      - type: PodScheduled
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:00Z"
      """
    And its status.containerStatuses[0].state is immediately:
      """yaml
      terminated:
        exitCode: 137
        reason: Error
        startedAt: "2026-01-01T00:00:00Z"
        finishedAt: "2026-01-01T00:00:12Z"
        containerID: <any>
      """
    And the events for it are, in this order:
      | at  | type    | reason    | message                                                                                      |
      | 0s  | Normal  | Scheduled | Successfully assigned default/greedy to node-1                                               |
      | 0s  | Normal  | Pulling   | Pulling image "busybox"                                                                      |
      | 0s  | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. |
      | 0s  | Normal  | Created   | Container created                                                                            |
      | 0s  | Normal  | Started   | Container started                                                                            |
      | 10s | Warning | Evicted   | Pod ephemeral local storage usage exceeds the total limit of containers 10Mi.<any>           |
      | 10s | Normal  | Killing   | Stopping container app                                                                       |

  Scenario: One container of two writes more than its own limit
    Given the patience is 2 minutes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: uneven}
      spec:
        containers:
          - name: quiet
            image: busybox
            command: [sleep, 1d]
            resources: {limits: {ephemeral-storage: 100Mi}}
          - name: loud
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/data bs=1M count=11; sleep 1d"]
            resources: {limits: {ephemeral-storage: 10Mi}}
      """
    Then pod "uneven" is Failed
    And its status.message is "Container loud exceeded its local ephemeral storage limit \"10Mi\". "
    And the status.containerStatuses[0].state of pod "uneven" is immediately:
      """yaml
      terminated:
        exitCode: 137
        reason: Error
        startedAt: "2026-01-01T00:00:00Z"
        finishedAt: "2026-01-01T00:00:12Z"
        containerID: <any>
      """
    And the events for pod "uneven" are, in this order immediately:
      | at  | type    | reason    | message                                                                                      | count | last |
      | 0s  | Normal  | Scheduled | Successfully assigned default/uneven to node-1                                               | 1     | 0s   |
      | 0s  | Normal  | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
      | 0s  | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
      | 0s  | Normal  | Created   | Container created                                                                            | 1     | 0s   |
      | 0s  | Normal  | Started   | Container started                                                                            | 1     | 0s   |
      | 0s  | Normal  | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
      | 0s  | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
      | 0s  | Normal  | Created   | Container created                                                                            | 1     | 0s   |
      | 0s  | Normal  | Started   | Container started                                                                            | 1     | 0s   |
      | 10s | Warning | Evicted   | Container loud exceeded its local ephemeral storage limit "10Mi".<any>                       | 1     | 10s  |
      | 10s | Normal  | Killing   | Stopping container quiet                                                                     | 1     | 10s  |
      | 10s | Normal  | Killing   | Stopping container loud                                                                      | 1     | 10s  |

  Scenario: A volume that outgrows its limit
    Given the patience is 2 minutes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: scratched}
      spec:
        containers:
          - name: app
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/scratch/data bs=1M count=11; sleep 1d"]
            volumeMounts: [{name: scratch, mountPath: /scratch}]
        volumes: [{name: scratch, emptyDir: {sizeLimit: 10Mi}}]
      """
    Then pod "scratched" is Failed
    And its status.reason is "Evicted"
    And its status.message is "Usage of EmptyDir volume \"scratch\" exceeds the limit \"10Mi\". "
    And the status.containerStatuses[0].state of pod "scratched" is immediately:
      """yaml
      terminated:
        exitCode: 137
        reason: Error
        startedAt: "2026-01-01T00:00:00Z"
        finishedAt: "2026-01-01T00:00:59Z"
        containerID: <any>
      """
    And the events for pod "scratched" are, in this order immediately:
      | at  | type    | reason    | message                                                                                      | count | last |
      | 0s  | Normal  | Scheduled | Successfully assigned default/scratched to node-1                                            | 1     | 0s   |
      | 0s  | Normal  | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
      | 0s  | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
      | 0s  | Normal  | Created   | Container created                                                                            | 1     | 0s   |
      | 0s  | Normal  | Started   | Container started                                                                            | 1     | 0s   |
      | 57s | Warning | Evicted   | Usage of EmptyDir volume "scratch" exceeds the limit "10Mi".<any>                            | 1     | 57s  |
      | 57s | Normal  | Killing   | Stopping container app                                                                       | 1     | 57s  |
