# Seeds/001 section 11: the memory manager, one of the Topology Manager's hint providers.
Feature: Memory manager — memory near each other
  Each NUMA node has 8Gi, of which 512Mi are kept from pods.

  Background:
    Given a cluster with nodes:
      | name   | cpu | memory | numa |
      | node-1 | 8   | 16Gi   | 2    |
    And the kubelet is configured:
      """yaml
      memoryManagerPolicy: Static
      topologyManagerPolicy: restricted
      kubeReserved: {memory: 924Mi}
      reservedMemory:
        - numaNode: 0
          limits: {memory: 512Mi}
        - numaNode: 1
          limits: {memory: 512Mi}
      """

  Scenario: Memory of a Guaranteed pod comes from one NUMA node
    When I apply "memory-manager/five.yaml"
    Then pod "five" is Running
    And container "app" of it is on NUMA node 0
    When I apply "memory-manager/other-five.yaml"
    Then pod "other-five" is Running
    And container "app" of it is on NUMA node 1
    And the status.allocatable.memory of node "node-1" is 15Gi

  Scenario: More than one NUMA node has comes from both
    When I apply "memory-manager/ten.yaml"
    Then pod "ten" is Running
    And container "app" of it is on NUMA nodes 0 and 1

  Scenario: A NUMA node that gives memory alone gives none together with others
    When I apply "memory-manager/five.yaml"
    Then pod "five" is Running
    When I apply "memory-manager/ten.yaml"
    Then pod "ten" is Failed
    And its status.reason is "UnexpectedAdmissionError"
    And its status.message is "Pod was rejected: Allocate failed due to [memorymanager] preferred hint violates NUMA node allocation, which is unexpected"

  Scenario: Other pods have no memory for themselves
    When I apply "memory-manager/burstable.yaml"
    Then pod "burstable" is Running

  Scenario: Huge pages lie where the memory does
    Given a cluster with nodes:
      | name   | numa                                                       |
      | node-1 | cpus=0-3 memory=8Gi; cpus=4-7 memory=8Gi hugepages-2Mi=1Gi |
    When I apply "memory-manager/huge.yaml"
    Then pod "huge" is Running
    And container "app" of it is on NUMA node 1
    And the status.capacity of node "node-1" matches:
      """yaml
      cpu: "8"
      memory: 16Gi
      hugepages-2Mi: 1Gi
      """
    And the status.allocatable.memory of node "node-1" is 14Gi

  Scenario Outline: A kubelet that is configured wrongly does not start: <error>
    Given a node "other"
    And the kubelet of node "other" is configured:
      """yaml
      kubeReserved: {memory: <kube>}
      reservedMemory:
        - numaNode: <numa>
          limits: {<resource>: <amount>}
      """
    Then the kubelet of node "other" does not start:
      """
      <error>
      """

    Examples:
      | kube  | numa | resource | amount | error                                                                                                                                                                                                   |
      | 924Mi | 0    | memory   | 512Mi  | the total amount "512Mi" of type "memory" is not equal to the value "1Gi" determined by Node Allocatable feature                                                                                        |
      | 924Mi | 3    | memory   | 1Gi    | the reserved memory configuration references a NUMA node 3 that does not exist on this machine                                                                                                          |
      | 924Mi | 0    | cpu      | 1      | invalid configuration: the limit type "cpu" for NUMA node 0 is not supported, only [memory hugepages-<HugePageSize>] is accepted                                                                        |
      | 924Mi | 0    | memory   | 0      | invalid configuration: reserved memory may not be zero for NUMA node 0 and resource "memory"                                                                                                            |
      | 9Gi   | 0    | memory   | 9316Mi | invalid Node Allocatable configuration. Resource "memory" has a reservation of {{9768534016 0} {<nil>}  BinarySI} but capacity of {{8589934592 0} {<nil>}  BinarySI}. Expected capacity >= reservation. |
