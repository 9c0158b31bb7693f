Feature: When — a node runs short

  Background:
    Given a cluster with nodes:
      | name   | memory | storage |
      | node-1 | 2Gi    | 20Gi    |

  Scenario: It runs short of memory and recovers
    When node "node-1" runs short of memory
    Then it has condition MemoryPressure True with reason "KubeletHasInsufficientMemory"
    And its spec.taints contains {key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule"}
    When node "node-1" recovers
    And 7 minutes pass
    Then it has condition MemoryPressure False with reason "KubeletHasSufficientMemory"

  Scenario: Only so much is left
    When node "node-1" has only 50Mi of memory left
    Then it has condition MemoryPressure True
    When node "node-1" has only 4Gi of disk left
    Then it has condition DiskPressure False
    When node "node-1" has only 1Gi of disk left
    Then it has condition DiskPressure True with reason "KubeletHasDiskPressure"

  Scenario: Inodes run out
    When node "node-1" has only 1000 inodes left
    Then there is an event "Warning" "EvictionThresholdMet" for it with message containing "inodes"

  Scenario: Process ids run out where the kubelet does not look at them
    When node "node-1" has only 20 process ids left
    And 1 minute passes
    Then it has condition PIDPressure False

  Scenario: Images lie on a disk of their own
    Given nodes:
      | name   | storage | image storage |
      | images | 20Gi    | 50Gi          |
    When node "images" runs short of image storage
    Then it has condition DiskPressure True
    When node "images" recovers
    And node "images" has only 100 image inodes left
    Then it has condition DiskPressure True
