# Seeds/000, "Extending the infrastructure", and seeds/001 section 11: device plugins, their devices, their health.
Feature: Device plugins

  Background:
    Given a cluster
    And a device plugin "example.com/gpu" with devices:
      | id    | numa |
      | gpu-a | 0    |
      | gpu-b | 0    |

  Rule: Devices are handed to containers

    Scenario: A device belongs to one container until its pod is over
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      And container "app" of it has device "gpu-a"
      And its status.containerStatuses[0].allocatedResourcesStatus is:
        """yaml
        - name: example.com/gpu
          resources:
            - {resourceID: gpu-a, health: Healthy}
        """
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Pending
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 Insufficient example.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      When I delete pod "one-gpu"
      Then pod "two-gpus" is Running
      And container "app" of it has devices "gpu-a" and "gpu-b"
      And the status.containerStatuses[0].state of pod "two-gpus" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:02Z"}
        """
      And the events for pod "two-gpus" are, in this order immediately:
        | at | type    | reason           | message                                                                                                                                                                    | count | last |
        | 0s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient example.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | 1     | 0s   |
        | 1s | Normal  | Scheduled        | Successfully assigned default/two-gpus to node-1                                                                                                                           | 1     | 1s   |
        | 2s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                      | 1     | 2s   |
        | 2s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                                | 1     | 2s   |
        | 2s | Normal  | Created          | Container created                                                                                                                                                          | 1     | 2s   |
        | 2s | Normal  | Started          | Container started                                                                                                                                                          | 1     | 2s   |

    Scenario: Devices of an init container are used again
      When I apply "device-plugins/init.yaml"
      Then pod "init" is Running
      And container "prepare" of it has devices "gpu-a" and "gpu-b"
      And container "app" of it has device "gpu-a"
      And container "helper" of it has no devices
      And the status.containerStatuses[0].state of pod "init" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:01Z"}
        """
      And the events for pod "init" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/init to node-1                                                | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
        | 1s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 1s   |
        | 1s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 1s   |
        | 1s | Normal | Created   | Container created                                                                           | 1     | 1s   |
        | 1s | Normal | Started   | Container started                                                                           | 1     | 1s   |
        | 1s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 1s   |
        | 1s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 1s   |
        | 1s | Normal | Created   | Container created                                                                           | 1     | 1s   |
        | 1s | Normal | Started   | Container started                                                                           | 1     | 1s   |

    Scenario: Devices of two plugins that must lie together
      Given a cluster with nodes:
        | name   | numa |
        | node-1 | 2    |
      And the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      And a device plugin "example.com/gpu" with devices:
        | id    | numa |
        | gpu-a | 0    |
        | gpu-b | 1    |
      And a device plugin "example.com/nic" with devices:
        | id    | numa |
        | eth-1 | 1    |
      When I apply "device-plugins/gpu-and-nic.yaml"
      Then pod "gpu-and-nic" is Running
      And container "app" of it has devices "gpu-b" and "eth-1"
      And container "app" of it is on NUMA node 1
      And the status.containerStatuses[0].state of pod "gpu-and-nic" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "gpu-and-nic" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/gpu-and-nic to node-1                                         | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

  Rule: A pod that comes past the scheduler may be refused

    Scenario: No device is left
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Running
      When I apply "device-plugins/past-the-scheduler.yaml"
      Then pod "past-the-scheduler" is Failed
      And its status is immediately:
        """yaml
        observedGeneration: 1
        phase: Failed
        message: "Pod was rejected: Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected"
        reason: UnexpectedAdmissionError
        startTime: "2026-01-01T00:00:00Z"
        qosClass: BestEffort
        """
      And there is an event "Warning" "UnexpectedAdmissionError" for it with message:
        """
        Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected
        """
      And the events for pod "past-the-scheduler" are, in this order immediately:
        | at | type    | reason                   | message                                                                                                                             | count | last |
        | 0s | Warning | UnexpectedAdmissionError | Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected | 1     | 0s   |

    Scenario: No device is healthy
      When device "gpu-a" becomes unhealthy
      And device "gpu-b" becomes unhealthy
      When I apply "device-plugins/past-the-scheduler.yaml"
      Then pod "past-the-scheduler" is Failed
      And its status.message is "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected"
      And the events for pod "past-the-scheduler" are, in this order immediately:
        | at | type    | reason                   | message                                                                                                                   | count | last |
        | 0s | Warning | UnexpectedAdmissionError | Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected | 1     | 0s   |

    Scenario: A resource the node does not know is not asked for
      Given a node "node-2"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: elsewhere}
        spec:
          nodeName: node-2
          containers:
            - name: app
              image: nginx
              resources:
                limits: {example.com/gpu: 1}
        """
      Then pod "elsewhere" is Running
      And the status.containerStatuses[0].state of pod "elsewhere" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "elsewhere" are, in this order immediately:
        | at | type   | reason  | message                                                                                     | count | last |
        | 0s | Normal | Pulling | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled  | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started | Container started                                                                           | 1     | 0s   |

  Rule: Health

    Scenario: A device that fails is told of in the pod that has it
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Running
      When device "gpu-b" becomes unhealthy
      Then the status.containerStatuses[0].allocatedResourcesStatus of pod "two-gpus" is:
        """yaml
        - name: example.com/gpu
          resources:
            - {resourceID: gpu-a, health: Healthy}
            - {resourceID: gpu-b, health: Unhealthy}
        """
      And it is still Running
      And the status.allocatable["example.com/gpu"] of node "node-1" is "1"
      And its status.capacity["example.com/gpu"] is "2"
      And the status.containerStatuses[0].state of pod "two-gpus" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "two-gpus" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/two-gpus to node-1                                            | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario: Without the gate nothing is told
      Given the feature gate "ResourceHealthStatus" is off
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      And its status.containerStatuses[0].allocatedResourcesStatus is absent

  Rule: A plugin that goes away

    Scenario: Pods keep their devices, new ones find none
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      When the device plugin "example.com/gpu" goes away
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "0"
      And its status.capacity["example.com/gpu"] is "2"
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Pending for 4 minutes
      And the status.capacity["example.com/gpu"] of node "node-1" is "0" within 2 minutes
      And pod "one-gpu" is still Running
      When the device plugin "example.com/gpu" comes back
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "2"
      And the events for pod "one-gpu" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/one-gpu to node-1                                             | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
      And the events for pod "two-gpus" are, in this order immediately:
        | at  | type    | reason           | message                                                                                                                                                                | count | last |
        | 10s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient example.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling. | 1     | 10s  |

    Scenario: Once the plugin is forgotten, a container that has its devices cannot be started again
      When I apply "device-plugins/crashing.yaml"
      Then pod "crashing" is Running
      When the device plugin "example.com/gpu" goes away
      Then container "app" of pod "crashing" is Waiting with reason "CreateContainerConfigError" within 10 minutes
      And its status.containerStatuses[0].state.waiting.message is "endpoint not found in cache for a registered resource: example.com/gpu"
      And the events for pod "crashing" are, in this order immediately:
        | at    | type    | reason    | message                                                                                     | count | last  |
        | 0s    | Normal  | Scheduled | Successfully assigned default/crashing to node-1                                            | 1     | 0s    |
        | 0s    | Normal  | Pulling   | Pulling image "nginx"                                                                       | 4     | 6m39s |
        | 0s    | Normal  | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 4     | 6m39s |
        | 0s    | Normal  | Created   | Container created                                                                           | 3     | 4m14s |
        | 0s    | Normal  | Started   | Container started                                                                           | 3     | 4m14s |
        | 4m1s  | Warning | BackOff   | Back-off restarting failed container app in pod crashing_default(<uuid>)                    | 4     | 6m52s |
        | 6m39s | Warning | Failed    | Error: endpoint not found in cache for a registered resource: example.com/gpu               | 1     | 6m39s |

    Scenario: After a reboot a pod is refused as long as its plugin has not registered again
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      When the device plugin "example.com/gpu" goes away
      And node "node-1" reboots
      Then pod "one-gpu" is Failed within 3 minutes
      And its status.reason is "UnexpectedAdmissionError"
      And its status.message is "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected"
      When the device plugin "example.com/gpu" comes back
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "2"
      And pod "one-gpu" is still Failed
      And the events for pod "one-gpu" are, in this order immediately:
        | at  | type    | reason                   | message                                                                                                                   | count | last |
        | 0s  | Normal  | Scheduled                | Successfully assigned default/one-gpu to node-1                                                                           | 1     | 0s   |
        | 0s  | Normal  | Pulling                  | Pulling image "nginx"                                                                                                     | 1     | 0s   |
        | 0s  | Normal  | Pulled                   | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                               | 1     | 0s   |
        | 0s  | Normal  | Created                  | Container created                                                                                                         | 1     | 0s   |
        | 0s  | Normal  | Started                  | Container started                                                                                                         | 1     | 0s   |
        | 30s | Warning | UnexpectedAdmissionError | Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected | 1     | 30s  |
