# Seeds/003, hands-on 1: a counter writes two logs into a volume of its pod, a container for each streams it to its own output.
Feature: Logging with sidecars that stream files

  Background:
    Given the clock is at "2017-12-17T15:46:30Z"
    And a cluster with 2 nodes

  Scenario: One log goes to the output of its container
    When I create "logging-sidecars/counter.yaml"
    Then pod "counter" is Running
    When 2s pass
    Then pod "counter" has logged:
      """
      0: Sun Dec 17 15:46:30 UTC 2017
      1: Sun Dec 17 15:46:31 UTC 2017
      2: Sun Dec 17 15:46:32 UTC 2017
      """
    When I delete "logging-sidecars/counter.yaml"
    Then there are no pods

  Scenario: Two logs, two sidecars, one shared volume
    When I create "logging-sidecars/two-files-logging-counter.yaml"
    Then pod "two-files-logging-counter" is Ready
    And the status.containerStatuses[*].name of pod "two-files-logging-counter" is:
      """yaml
      [count, count-log-1, count-log-2]
      """
    When 2s pass
    Then container "count-log-1" of pod "two-files-logging-counter" has logged:
      """
      0: Sun Dec 17 15:46:30 UTC 2017
      1: Sun Dec 17 15:46:31 UTC 2017
      2: Sun Dec 17 15:46:32 UTC 2017
      """
    And container "count-log-2" of it has logged:
      """
      Sun Dec 17 15:46:30 UTC 2017 INFO 0
      Sun Dec 17 15:46:31 UTC 2017 INFO 1
      Sun Dec 17 15:46:32 UTC 2017 INFO 2
      """
    And container "count" of it has logged:
      """
      """
    And the events for it are, in this order:
      | at | type   | reason    | message                                                                                      | count |
      | 0s | Normal | Scheduled | Successfully assigned default/two-files-logging-counter to <any>                             | 1     |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     |
      | 0s | Normal | Created   | Container created                                                                            | 1     |
      | 0s | Normal | Started   | Container started                                                                            | 1     |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     |
      | 0s | Normal | Created   | Container created                                                                            | 1     |
      | 0s | Normal | Started   | Container started                                                                            | 1     |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     |
      | 0s | Normal | Created   | Container created                                                                            | 1     |
      | 0s | Normal | Started   | Container started                                                                            | 1     |
    When 1 hour passes
    Then container "count-log-1" of pod "two-files-logging-counter" has logged "3600: Sun Dec 17 16:46:3"
    And container "count-log-2" of it has logged " INFO 3600"

  Scenario: A sidecar that ends starts again and streams the whole file anew
    When I create "logging-sidecars/two-files-logging-counter.yaml"
    Then pod "two-files-logging-counter" is Ready
    When 10s pass
    And container "count-log-1" of pod "two-files-logging-counter" exits with code 1
    And 5s pass
    Then container "count-log-1" of pod "two-files-logging-counter" has restarted 1 time
    And container "count-log-1" of it has logged "0: Sun Dec 17 15:46:3"
    And container "count-log-1" of it has logged "12: Sun Dec 17 15:46:4"
    And container "count-log-2" of it has restarted 0 times
    And the events for pod "two-files-logging-counter" are, in this order immediately:
      | at | type   | reason    | message                                                                                      | count | last |
      | 0s | Normal | Scheduled | Successfully assigned default/two-files-logging-counter to <any>                             | 1     | 0s   |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
      | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
      | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 2     | 11s  |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 2     | 11s  |
      | 0s | Normal | Created   | Container created                                                                            | 2     | 11s  |
      | 0s | Normal | Started   | Container started                                                                            | 2     | 11s  |
      | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
      | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
      | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
      | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
