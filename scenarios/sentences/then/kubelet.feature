Feature: Then — kubelets that do not start

  Scenario: Too many NUMA nodes
    Given a cluster with nodes:
      | name | cpu | numa |
      | big  | 32  | 9    |
    And the kubelet is configured:
      """yaml
      topologyManagerPolicy: restricted
      """
    Then the kubelet of node "big" does not start:
      """
      unsupported on machines with more than 8 NUMA Nodes
      """
    And there are 0 nodes
