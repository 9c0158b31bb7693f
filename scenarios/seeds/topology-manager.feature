# Seeds/001 section 11, "Control Topology Management Policies on a node".
Feature: Topology Manager — policies, scopes and the pods they take
  Each node has two NUMA nodes with four CPUs and two devices each; CPU 0 is kept for the system.

  Background:
    Given a cluster with nodes:
      | name   | cpu | memory | numa |
      | node-1 | 8   | 16Gi   | 2    |
    And the kubelet is configured:
      """yaml
      cpuManagerPolicy: static
      reservedSystemCPUs: "0"
      """
    And a device plugin "example.com/device" with devices:
      | id    | numa |
      | dev-0 | 1    |
      | dev-1 | 1    |
      | dev-2 | 0    |
      | dev-3 | 0    |

  Rule: The policy decides what becomes of a pod that cannot be aligned

    Scenario: none aligns nothing
      When I apply "topology-manager/small.yaml"
      Then pod "small" is Running
      And container "app" of it has exclusive CPUs "1-2"
      And container "app" of it has device "dev-0"
      And container "app" of it is on NUMA nodes 0 and 1
      And the status.containerStatuses[0].state of pod "small" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "small" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/small to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario Outline: <policy> puts what fits onto one NUMA node
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        """
      When I apply "topology-manager/small.yaml"
      Then pod "small" is Running
      And container "app" of it has exclusive CPUs "1-2"
      And container "app" of it has device "dev-2"
      And container "app" of it is on NUMA node 0
      And the status.containerStatuses[0].state of pod "small" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "small" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/small to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | policy           |
        | best-effort      |
        | restricted       |
        | single-numa-node |

    Scenario Outline: <policy> takes a pod that needs both NUMA nodes for all it asks
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        """
      When I apply "topology-manager/wide.yaml"
      Then pod "wide" is Running
      And container "app" of it has exclusive CPUs "1-2,4-7"
      And container "app" of it is on NUMA nodes 0 and 1
      And the status.containerStatuses[0].state of pod "wide" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "wide" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/wide to node-1                                                | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | policy      |
        | best-effort |
        | restricted  |

    Scenario: best-effort takes a pod whose resources cannot lie together
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: best-effort
        """
      When I apply "topology-manager/apart.yaml"
      Then pod "apart" is Running
      And container "app" of it is on NUMA nodes 0 and 1
      And the status.containerStatuses[0].state of pod "apart" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "apart" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/apart to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario Outline: <policy> refuses <pod>, and nobody schedules it again
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        topologyManagerScope: <scope>
        """
      When I apply "topology-manager/<pod>.yaml"
      And 2s pass
      Then the status of pod "<pod>" is immediately:
        """yaml
        observedGeneration: 1
        phase: Failed
        message: "Pod was rejected: Resources cannot be allocated with Topology locality"
        reason: TopologyAffinityError
        startTime: "2026-01-01T00:00:00Z"
        qosClass: Guaranteed
        conditions:
        - {type: PodScheduled, status: "True", lastProbeTime: null, lastTransitionTime: "2026-01-01T00:00:00Z"}
        """
      And pod "<pod>" is Failed for 10 minutes
      And it runs on node "node-1"
      And the events for it are, in this order:
        | at | type    | reason                | message                                              | count |
        | 0s | Normal  | Scheduled             | Successfully assigned default/<pod> to node-1        | 1     |
        | 0s | Warning | TopologyAffinityError | Resources cannot be allocated with Topology locality | 1     |

      Examples:
        | policy           | scope     | pod   |
        | restricted       | container | apart |
        | restricted       | pod       | apart |
        | single-numa-node | container | apart |
        | single-numa-node | container | wide  |
        | single-numa-node | pod       | wide  |
        | single-numa-node | pod       | pair  |

  Rule: The scope decides what lies together

    Scenario Outline: In the container scope each container is aligned by itself (<policy>)
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        """
      When I apply "topology-manager/pair.yaml"
      Then pod "pair" is Running
      And container "one" of it has exclusive CPUs "1-3"
      And container "one" of it is on NUMA node 0
      And container "two" of it has exclusive CPUs "4-6"
      And container "two" of it is on NUMA node 1
      And the status.containerStatuses[0].state of pod "pair" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "pair" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/pair to node-1                                                | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | policy           |
        | best-effort      |
        | restricted       |
        | single-numa-node |

    Scenario Outline: In the pod scope all containers are aligned together (<policy>)
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        topologyManagerScope: pod
        """
      When I apply "topology-manager/twins.yaml"
      Then pod "twins" is Running
      And container "one" of it has exclusive CPUs "4-5"
      And container "one" of it is on NUMA node 1
      And container "two" of it has exclusive CPUs "6-7"
      And container "two" of it is on NUMA node 1
      And the status.containerStatuses[0].state of pod "twins" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "twins" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/twins to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | policy           |
        | best-effort      |
        | restricted       |
        | single-numa-node |

    Scenario Outline: A pod that needs both NUMA nodes is taken in the pod scope by <policy>
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        topologyManagerScope: pod
        """
      When I apply "topology-manager/pair.yaml"
      Then pod "pair" is Running
      And the status.containerStatuses[0].state of pod "pair" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "pair" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/pair to node-1                                                | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | policy      |
        | best-effort |
        | restricted  |

    Scenario Outline: In the pod scope the most that is needed at a time counts: <init> CPUs to prepare, <one> and <two> to work
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        topologyManagerScope: pod
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: prepared}
        spec:
          initContainers:
            - {name: prepare, image: busybox, command: [sleep, "3"], resources: {limits: {cpu: "<init>", memory: 1Gi}}}
          containers:
            - {name: one, image: nginx, resources: {limits: {cpu: "<one>", memory: 1Gi}}}
            - {name: two, image: nginx, resources: {limits: {cpu: "<two>", memory: 1Gi}}}
        """
      Then pod "prepared" is <outcome>
      And the events for it include, in this order:
        | at   | type   | reason   | message   | count |
        | <at> | <type> | <reason> | <message> | 1     |

      Examples: it fits into one NUMA node
        | init | one | two | outcome | at | type   | reason  | message           |
        | 4    | 1   | 1   | Running | 0s | Normal | Started | Container started |
        | 1    | 2   | 2   | Running | 0s | Normal | Started | Container started |
        | 4    | 2   | 2   | Running | 0s | Normal | Started | Container started |

      Examples: it does not
        | init | one | two | outcome | at | type    | reason                | message                                              |
        | 5    | 1   | 1   | Failed  | 0s | Warning | TopologyAffinityError | Resources cannot be allocated with Topology locality |
        | 1    | 3   | 2   | Failed  | 0s | Warning | TopologyAffinityError | Resources cannot be allocated with Topology locality |

    Scenario: What prepares and what works lie on the same NUMA node
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        topologyManagerScope: pod
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: prepared}
        spec:
          initContainers:
            - {name: prepare, image: busybox, command: [sleep, "3"], resources: {limits: {cpu: "4", memory: 1Gi}}}
          containers:
            - {name: one, image: nginx, resources: {limits: {cpu: "1", memory: 1Gi}}}
            - {name: two, image: nginx, resources: {limits: {cpu: "1", memory: 1Gi}}}
        """
      Then pod "prepared" is Running
      And container "prepare" of it has exclusive CPUs "4-7"
      And container "one" of it has exclusive CPUs "4"
      And container "two" of it has exclusive CPUs "5"
      And the status.containerStatuses[0].state of pod "prepared" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:04Z"}
        """
      And the events for pod "prepared" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/prepared to node-1                                             | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
        | 4s | Normal | Pulling   | Pulling image "nginx"                                                                        | 1     | 4s   |
        | 4s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.  | 1     | 4s   |
        | 4s | Normal | Created   | Container created                                                                            | 1     | 4s   |
        | 4s | Normal | Started   | Container started                                                                            | 1     | 4s   |
        | 4s | Normal | Pulling   | Pulling image "nginx"                                                                        | 1     | 4s   |
        | 4s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.  | 1     | 4s   |
        | 4s | Normal | Created   | Container created                                                                            | 1     | 4s   |
        | 4s | Normal | Started   | Container started                                                                            | 1     | 4s   |

  Rule: Of as few NUMA nodes the closest may be preferred

    Scenario Outline: prefer-closest-numa-nodes is <closest>
      Given a cluster with nodes:
        | name   | numa                                                                                                                           |
        | node-1 | cpus=0-1 distances=10,30,30,11; cpus=2-3 distances=30,10,30,30; cpus=4-5 distances=30,30,10,30; cpus=6-7 distances=11,30,30,10 |
      And the kubelet is configured:
        """yaml
        topologyManagerPolicy: restricted
        topologyManagerPolicyOptions: {prefer-closest-numa-nodes: "<closest>"}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: three}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                limits: {cpu: "3", memory: 1Gi}
        """
      Then pod "three" is Running
      And container "app" of it is on NUMA nodes 0 and <other>
      And container "app" of it has exclusive CPUs "<cpus>"
      And the status.containerStatuses[0].state of pod "three" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "three" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/three to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | closest | other | cpus  |
        | false   | 1     | 1-3   |
        | true    | 3     | 1,6-7 |

  Rule: What is refused is not rescheduled, but made again by its controller

    Scenario: A Deployment makes another pod until one is taken
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      When I apply "topology-manager/holder.yaml"
      Then pod "holder" is Running
      And container "one" of it has exclusive CPUs "1-2"
      And container "two" of it has exclusive CPUs "4-6"
      When I apply "topology-manager/deployment.yaml"
      Then there are at least 3 pods with labels "app=web" within 1s
      And deployment "web" is not Available
      And the events for deployment "web" are, in this order immediately:
        | at   | type   | reason            | message                                          | count | last |
        | 0.9s | Normal | ScalingReplicaSet | Scaled up replica set web-5bd676bf5f from 0 to 1 | 1     | 0.9s |
      When I delete pod "holder"
      Then there is no pod "holder" within 2s
      And deployment "web" is Available within 2s
      And there is a pod with labels "app=web" matching:
        """yaml
        status:
          phase: Failed
          reason: TopologyAffinityError
          message: "Pod was rejected: Resources cannot be allocated with Topology locality"
        """

  Rule: The QoS class says whose CPUs are exclusive

    Background:
      Given a device plugin "example.com/deviceA" with 1 device
      And a device plugin "example.com/deviceB" with 1 device
      And the kubelet is configured:
        """yaml
        topologyManagerPolicy: restricted
        """

    Scenario Outline: <pod> is <class>
      When I apply "topology-manager/<pod>.yaml"
      Then pod "<pod>" is Running
      And its status.qosClass is "<class>"
      And container "nginx" of it has no exclusive CPUs
      And the status.containerStatuses[0].state of pod "<pod>" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "<pod>" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/<pod> to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

      Examples:
        | pod           | class      |
        | best-effort   | BestEffort |
        | burstable     | Burstable  |
        | part-of-a-cpu | Guaranteed |
        | devices-only  | BestEffort |

    Scenario: Without the static policy no CPUs are exclusive, and only the device says where
      Given the kubelet is configured:
        """yaml
        cpuManagerPolicy: none
        topologyManagerPolicy: single-numa-node
        """
      When I apply "topology-manager/whole-cpus.yaml"
      Then pod "whole-cpus" is Running
      And its status.qosClass is "Guaranteed"
      And container "nginx" of it has no exclusive CPUs
      And container "nginx" of it has device "dev-2"
      And the status.containerStatuses[0].state of pod "whole-cpus" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "whole-cpus" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/whole-cpus to node-1                                          | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario: Whole CPUs of a Guaranteed pod are its own
      When I apply "topology-manager/whole-cpus.yaml"
      Then pod "whole-cpus" is Running
      And its status.qosClass is "Guaranteed"
      And container "nginx" of it has exclusive CPUs "1-2"
      And container "nginx" of it has device "dev-2"
      And container "nginx" of it is on NUMA node 0
      And the status.containerStatuses[0].state of pod "whole-cpus" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "whole-cpus" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/whole-cpus to node-1                                          | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

  Rule: Devices of pods of every class are aligned

    Background:
      Given a device plugin "example.com/deviceA" with devices:
        | id  | numa |
        | a-0 | 0    |
        | a-1 | 1    |
      And a device plugin "example.com/deviceB" with devices:
        | id  | numa |
        | b-1 | 1    |

    Scenario: Of a BestEffort pod, too
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      When I apply "topology-manager/devices-only.yaml"
      Then pod "devices-only" is Running
      And its status.qosClass is "BestEffort"
      And container "nginx" of it has devices "a-1" and "b-1"
      And container "nginx" of it is on NUMA node 1
      And the status.containerStatuses[0].state of pod "devices-only" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "devices-only" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/devices-only to node-1                                        | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario: Without a policy the first that is free is taken
      When I apply "topology-manager/devices-only.yaml"
      Then pod "devices-only" is Running
      And container "nginx" of it has devices "a-0" and "b-1"
      And the status.containerStatuses[0].state of pod "devices-only" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "devices-only" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/devices-only to node-1                                        | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

  Rule: The scheduler knows nothing of NUMA nodes

    Scenario: A pod is sent to a node that refuses it, though another would take it
      Given nodes:
        | name | cpu | memory | numa |
        | big  | 32  | 64Gi   | 8    |
        | flat | 8   | 16Gi   | 1    |
      And the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: six}
        spec:
          containers:
            - {name: app, image: nginx, resources: {limits: {cpu: "6", memory: 1Gi}}}
        """
      Then pod "six" is Failed
      And its status.reason is "TopologyAffinityError"
      And it runs on node "big"
      When I cordon node "big"
      And I cordon node "node-1"
      And I delete pod "six"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: six}
        spec:
          containers:
            - {name: app, image: nginx, resources: {limits: {cpu: "6", memory: 1Gi}}}
        """
      Then pod "six" is Running
      And container "app" of it is on NUMA node 0
      And the status.containerStatuses[0].state of pod "six" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "six" are, in this order immediately:
        | at | type    | reason                | message                                                                                     | count | last |
        | 0s | Normal  | Scheduled             | Successfully assigned default/six to big                                                    | 1     | 0s   |
        | 0s | Warning | TopologyAffinityError | Resources cannot be allocated with Topology locality                                        | 1     | 0s   |
        | 0s | Normal  | Scheduled             | Successfully assigned default/six to flat                                                   | 1     | 0s   |
        | 0s | Normal  | Pulling               | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal  | Pulled                | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal  | Created               | Container created                                                                           | 1     | 0s   |
        | 0s | Normal  | Started               | Container started                                                                           | 1     | 0s   |

  Rule: There may be eight NUMA nodes, unless more are allowed

    Scenario Outline: <count> NUMA nodes with <policy>
      Given a node "other"
      And nodes:
        | name | cpu | numa    |
        | big  | 40  | <count> |
      And the kubelet of node "big" is configured:
        """yaml
        topologyManagerPolicy: <policy>
        """
      Then there is a node "big"

      Examples:
        | count | policy           |
        | 8     | single-numa-node |
        | 9     | none             |

    Scenario Outline: There is no <what>
      Given a node "other"
      And the kubelet of node "other" is configured:
        """yaml
        <what>
        """
      Then the kubelet of node "other" does not start:
        """
        invalid configuration: <why>
        """

      Examples:
        | what                        | why                                                                                                                             |
        | topologyManagerPolicy: most | topologyManagerPolicy (--topology-manager-policy) "most" must be one of: ["none" "best-effort" "restricted" "single-numa-node"] |
        | topologyManagerScope: node  | topologyManagerScope (--topology-manager-scope) "node" must be one of: "container", or "pod"                                    |

    Scenario: Nine are too many
      Given nodes:
        | name | cpu | numa |
        | big  | 40  | 9    |
      And the kubelet of node "big" is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      Then the kubelet of node "big" does not start:
        """
        unsupported on machines with more than 8 NUMA Nodes
        """

    Scenario: Nine that are allowed
      Given nodes:
        | name | cpu | numa |
        | big  | 40  | 9    |
      And the kubelet of node "big" is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        topologyManagerPolicyOptions: {max-allowable-numa-nodes: "9"}
        """
      Then there is a node "big"
