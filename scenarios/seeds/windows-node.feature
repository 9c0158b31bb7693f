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

  Scenario: The page's add-ons, each on its system
    Given a cluster with nodes:
      | name    | os      | taints                |
      | linux-1 | linux   |                       |
      | linux-2 | linux   |                       |
      | win-1   | windows | os=windows:NoSchedule |
    When I apply "windows-node/kube-flannel.yml"
    And I apply "windows-node/kube-proxy.yml"
    Then the status.numberReady of daemonset "kube-flannel-ds" in namespace "kube-system" is 2
    And 2 pods with labels "app=flannel" are Running in namespace "kube-system"
    And every pod with labels "app=flannel" runs on node "linux-1" or "linux-2" in namespace "kube-system"
    And the status.numberReady of daemonset "kube-proxy-windows" in namespace "kube-system" is 1
    And every pod with labels "k8s-app=kube-proxy-windows" runs on node "win-1" in namespace "kube-system"
    And the status.desiredNumberScheduled of daemonset "kube-flannel-ds" in namespace "kube-system" is 2
