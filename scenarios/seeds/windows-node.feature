# Seeds/001, "Adding Windows nodes": Linux work stays off the Windows node, Windows work finds it.
Feature: A Windows node beside Linux ones

  Scenario: Without a Windows node the pod has to wait for one
    Given a cluster with 2 nodes
    When I apply "windows-node/iis.yaml"
    Then there is an event "Warning" "FailedScheduling" for pod "iis" with message:
      """
      0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
    When nodes:
      | name  | os      | taints                |
      | win-1 | windows | os=windows:NoSchedule |
    Then pod "iis" is Running
    And it runs on node "win-1"

  Scenario: The taint keeps pods for Linux away
    Given a cluster with nodes:
      | name    | os      | taints                |
      | linux-1 | linux   |                       |
      | win-1   | windows | os=windows:NoSchedule |
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 4
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """
    Then deployment "web" is rolled out
    And every pod with labels "app=web" runs on node "linux-1"

  Scenario: An add-on for each system
    Given a cluster with nodes:
      | name    | os      | taints                |
      | linux-1 | linux   |                       |
      | linux-2 | linux   |                       |
      | win-1   | windows | os=windows:NoSchedule |
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: flannel}
      spec:
        selector: {matchLabels: {app: flannel}}
        template:
          metadata: {labels: {app: flannel}}
          spec:
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{operator: Exists}]
            containers: [{name: flannel, image: "flannel:1"}]
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: flannel-windows}
      spec:
        selector: {matchLabels: {app: flannel-windows}}
        template:
          metadata: {labels: {app: flannel-windows}}
          spec:
            nodeSelector: {kubernetes.io/os: windows}
            tolerations: [{operator: Exists}]
            containers: [{name: flannel, image: "flannel-windows:1"}]
      """
    Then the status.numberReady of daemonset "flannel" is 2
    And the status.numberReady of daemonset "flannel-windows" is 1
    And every pod with labels "app=flannel" runs on node "linux-1" or "linux-2"
    And every pod with labels "app=flannel-windows" runs on node "win-1"
