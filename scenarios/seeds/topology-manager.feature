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

    Scenario Outline: <policy> refuses <pod>, and nobody schedules it again
      Given the kubelet is configured:
        """yaml
        topologyManagerPolicy: <policy>
        topologyManagerScope: <scope>
        """
      When I apply "topology-manager/<pod>.yaml"
      Then pod "<pod>" is Failed
      And its status.reason is "TopologyAffinityError"
      And its status.message is "Pod was rejected: Resources cannot be allocated with Topology locality"
      And there is an event "Warning" "TopologyAffinityError" for it with message "Resources cannot be allocated with Topology locality"
      And it is Failed for 10 minutes
      And it runs on node "node-1"

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

      Examples:
        | policy      |
        | best-effort |
        | restricted  |

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
      Then there are at least 3 pods with labels "app=web"
      And deployment "web" is not Available
      When I delete pod "holder"
      Then deployment "web" is Available
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

      Examples:
        | pod           | class      |
        | best-effort   | BestEffort |
        | burstable     | Burstable  |
        | part-of-a-cpu | Guaranteed |
        | devices-only  | BestEffort |

    Scenario: Whole CPUs of a Guaranteed pod are its own
      When I apply "topology-manager/whole-cpus.yaml"
      Then pod "whole-cpus" is Running
      And its status.qosClass is "Guaranteed"
      And container "nginx" of it has exclusive CPUs "1-2"
      And container "nginx" of it has device "dev-2"
      And container "nginx" of it is on NUMA node 0

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
