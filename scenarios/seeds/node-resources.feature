# Seeds/000, "Managing resources" and "Assign extended resources to a container"; texts from the recorded sessions.
Feature: Requests against what the nodes have left

  Rule: A pod is placed by what it requests, not by what it uses

    Scenario: The node with room is found
      Given a cluster with nodes:
        | name   | cpu | memory |
        | node-1 | 1   | 2Gi    |
        | node-2 | 4   | 8Gi    |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: frontend}
        spec:
          containers:
          - {name: app, image: "app:1", resources: {requests: {cpu: 1500m, memory: 64Mi}}}
          - {name: log, image: "log:1", resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """
      Then pod "frontend" runs on node "node-2"
      And pod "frontend" is Running
      And the status.containerStatuses[0].state of pod "frontend" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "frontend" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/frontend to node-2                                            | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "app:1"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "app:1" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "log:1"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "log:1" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario: Each node lacks something else
      Given a cluster with nodes:
        | name   | cpu | memory |
        | node-1 | 1   | 8Gi    |
        | node-2 | 4   | 1Gi    |
        | node-3 | 1   | 1Gi    |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: frontend}
        spec:
          containers:
          - {name: app, image: "app:1", resources: {requests: {cpu: "2", memory: 2Gi}}}
        """
      Then there is an event "Warning" "FailedScheduling" for pod "frontend" with message:
        """
        0/3 nodes are available: 2 Insufficient cpu, 2 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
        """
      And the events for pod "frontend" are, in this order immediately:
        | at | type    | reason           | message                                                                                                                                                                           | count | last |
        | 0s | Warning | FailedScheduling | 0/3 nodes are available: 2 Insufficient cpu, 2 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling. | 1     | 0s   |

    Scenario: A full node has room again when a pod goes
      Given a cluster with nodes:
        | name   | cpu | memory |
        | node-1 | 2   | 4Gi    |
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: first}
        spec:
          containers: [{name: app, image: "app:1", resources: {requests: {cpu: 1500m}}}]
        """
      And pod "first" is Running
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: second}
        spec:
          containers: [{name: app, image: "app:1", resources: {requests: {cpu: 1500m}}}]
        """
      Then there is an event "Warning" "FailedScheduling" for pod "second" with message:
        """
        0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      When I delete pod "first"
      Then pod "second" is Running
      And the status.containerStatuses[0].state of pod "second" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:02Z"}
        """
      And the events for pod "second" are, in this order immediately:
        | at | type    | reason           | message                                                                                                                                                        | count | last |
        | 0s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | 1     | 0s   |
        | 1s | Normal  | Scheduled        | Successfully assigned default/second to node-1                                                                                                                 | 1     | 1s   |
        | 2s | Normal  | Pulled           | Container image "app:1" already present on machine and can be accessed by the pod                                                                              | 1     | 2s   |
        | 2s | Normal  | Created          | Container created                                                                                                                                              | 1     | 2s   |
        | 2s | Normal  | Started          | Container started                                                                                                                                              | 1     | 2s   |

    Scenario: A node takes only so many pods
      Given a cluster with nodes:
        | name   | pods |
        | node-1 | 3    |
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """
      Then exactly 3 pods with labels "app=web" are Running
      And there is an event "Warning" "FailedScheduling" with message:
        """
        0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """

  Rule: An extended resource is counted like any other

    Background:
      Given a cluster with 2 nodes

    Scenario: Four dongles are enough for three, not for two more
      When I apply "node-resources/extended-resource-demo.yaml"
      Then there is an event "Warning" "FailedScheduling" for pod "extended-resource-demo" with message:
        """
        0/2 nodes are available: 2 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        """
      When I JSON-patch the status of node "node-1" with:
        """yaml
        - {op: add, path: /status/capacity/example.com~1dongle, value: "4"}
        """
      Then the status.allocatable["example.com/dongle"] of node "node-1" is 4
      And pod "extended-resource-demo" runs on node "node-1"
      And its status.qosClass is "BestEffort"
      When I apply "node-resources/extended-resource-demo-2.yaml"
      Then there is an event "Warning" "FailedScheduling" for pod "extended-resource-demo-2" with message:
        """
        0/2 nodes are available: 2 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.
        """
      When I delete pod "extended-resource-demo"
      Then pod "extended-resource-demo-2" is Running
      And the events for pod "extended-resource-demo" are, in this order immediately:
        | at  | type    | reason           | message                                                                                                                                                                   | count | last |
        | 0s  | Warning | FailedScheduling | 0/2 nodes are available: 2 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. | 1     | 0s   |
        | 10s | Normal  | Scheduled        | Successfully assigned default/extended-resource-demo to node-1                                                                                                            | 1     | 10s  |
        | 10s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                     | 1     | 10s  |
        | 10s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                               | 1     | 10s  |
        | 10s | Normal  | Created          | Container created                                                                                                                                                         | 1     | 10s  |
        | 10s | Normal  | Started          | Container started                                                                                                                                                         | 1     | 10s  |
        | 11s | Normal  | Killing          | Stopping container extended-resource-demo-ctr                                                                                                                             | 1     | 11s  |
      And the events for pod "extended-resource-demo-2" are, in this order immediately:
        | at  | type    | reason           | message                                                                                                                                                                                                                   | count | last |
        | 10s | Warning | FailedScheduling | 0/2 nodes are available: 2 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling. | 1     | 10s  |
        | 11s | Normal  | Scheduled        | Successfully assigned default/extended-resource-demo-2 to node-1                                                                                                                                                          | 1     | 11s  |
        | 12s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                                                                     | 1     | 12s  |
        | 12s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                                                                               | 1     | 12s  |
        | 12s | Normal  | Created          | Container created                                                                                                                                                                                                         | 1     | 12s  |
        | 12s | Normal  | Started          | Container started                                                                                                                                                                                                         | 1     | 12s  |

    Scenario: There is no half dongle
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: half}
        spec:
          containers:
          - name: c
            image: nginx
            resources: {requests: {example.com/dongle: 500m}, limits: {example.com/dongle: 500m}}
        """
      Then it is Invalid:
        """
        Pod "half" is invalid: [spec.containers[0].resources.limits[example.com/dongle]: Invalid value: "500m": must be an integer, spec.containers[0].resources.requests[example.com/dongle]: Invalid value: "500m": must be an integer]
        """
