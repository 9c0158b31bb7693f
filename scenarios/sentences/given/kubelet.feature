Feature: Given — how kubelets are configured

  Scenario: All kubelets
    Given a cluster with 2 nodes
    And the kubelet is configured:
      """yaml
      maxPods: 20
      kubeReserved: {cpu: 500m, memory: 500Mi}
      """
    Then the status.capacity.pods of node "node-2" is "20"
    And the status.allocatable.cpu of it is "3500m"
    And the status.allocatable.memory of it is 7592Mi

  Scenario: One kubelet
    Given a cluster with 2 nodes
    And the kubelet is configured:
      """yaml
      maxPods: 20
      """
    And the kubelet of node "node-1" is configured:
      """yaml
      kind: KubeletConfiguration
      apiVersion: kubelet.config.k8s.io/v1beta1
      maxPods: 5
      """
    Then the status.capacity.pods of node "node-1" is "5"
    And the status.capacity.pods of node "node-2" is "20"
