Feature: Then — what containers have for themselves

  Scenario: CPUs and devices near each other
    Given a cluster with nodes:
      | name   | cpu | memory | numa |
      | node-1 | 8   | 8Gi    | 2    |
    And the kubelet is configured:
      """yaml
      cpuManagerPolicy: static
      topologyManagerPolicy: single-numa-node
      reservedSystemCPUs: "0"
      """
    And a device plugin "example.com/gpu" with devices:
      | id    | numa |
      | gpu-0 | 0    |
      | gpu-1 | 1    |
    When I apply "../manifests/exclusive.yaml"
    Then container "app" of pod "exclusive" has exclusive CPUs "1-2"
    And container "app" of it is on NUMA node 0
    And container "app" of it has device "gpu-0"
    And container "helper" of it has no exclusive CPUs
    And container "helper" of it has no devices
