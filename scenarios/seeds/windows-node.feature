# Seeds/001 sections 2 and 3, "Adding Windows nodes" and "Upgrading Windows nodes": Linux work stays off the Windows node, Windows
# work finds it, and the node is emptied before its kubelet is replaced.
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

  Scenario: Nodes say which system they run
    Given a cluster with nodes:
      | name    | os      | taints                |
      | linux-1 | linux   |                       |
      | win-1   | windows | os=windows:NoSchedule |
    Then the status.nodeInfo of node "win-1" matches:
      """yaml
      {operatingSystem: windows, osImage: Windows Server 2025 Datacenter, kernelVersion: 10.0.26100.4349, kubeletVersion: v1.36.2}
      """
    And the metadata.labels of node "win-1" matches:
      """yaml
      {kubernetes.io/os: windows, kubernetes.io/arch: amd64, kubernetes.io/hostname: win-1}
      """
    And the status.nodeInfo.operatingSystem of node "linux-1" is "linux"

  Scenario: A pod for the other system that comes past the scheduler is refused by the node
    Given a cluster with nodes:
      | name  | os      |
      | win-1 | windows |
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        os: {name: linux}
        nodeName: win-1
        containers: [{name: web, image: nginx}]
      """
    And 1s passes
    Then the status of pod "web" is immediately:
      """yaml
      observedGeneration: 1
      phase: Failed
      message: "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS"
      reason: PodOSNotSupported
      startTime: "2026-01-01T00:00:00Z"
      qosClass: BestEffort
      """
    And the events for it are, in this order:
      | at | type    | reason            | message                                                   |
      | 0s | Warning | PodOSNotSupported | Failed to admit pod as the OS field doesn't match node OS |

  Rule: The page's add-ons, each on its system

    Background:
      Given a cluster with nodes:
        | name    | os      | taints                |
        | linux-1 | linux   |                       |
        | linux-2 | linux   |                       |
        | win-1   | windows | os=windows:NoSchedule |
      And I apply "windows-node/kube-flannel.yml"

    Scenario: Flannel for Linux, with the page's VNI and port
      Then daemonset "kube-flannel-ds" in namespace "kube-system" is rolled out
      And the status.desiredNumberScheduled of daemonset "kube-flannel-ds" in namespace "kube-system" is 2
      And every pod with labels "app=flannel" runs on node "linux-1" or "linux-2" in namespace "kube-system"
      And the data["net-conf.json"] of configmap "kube-flannel-cfg" in namespace "kube-system" is:
        """yaml
        "{\n  \"Network\": \"10.244.0.0/16\",\n  \"Backend\": {\n    \"Type\": \"vxlan\",\n    \"VNI\" : 4096,\n    \"Port\": 4789\n  }\n}\n"
        """

    Scenario: kube-proxy and Flannel for Windows
      When I apply "windows-node/kube-proxy.yml"
      And I apply "windows-node/flannel-overlay.yml"
      Then daemonset "kube-proxy-windows" in namespace "kube-system" is rolled out
      And daemonset "kube-flannel-ds-windows-amd64" in namespace "kube-system" is rolled out
      And 3 pods with labels "app=flannel" are Running in namespace "kube-system"
      And every pod with labels "k8s-app=kube-proxy-windows" runs on node "win-1" in namespace "kube-system"
      And every pod with labels "app=flannel,os=windows" runs on node "win-1" in namespace "kube-system"

    Scenario: A new node is not ready until its network is there
      Given I apply "windows-node/kube-proxy.yml"
      And I apply "windows-node/flannel-overlay.yml"
      And 10s pass
      And the network plug-in of node "win-2" is missing
      When nodes:
        | name  | os      | taints                |
        | win-2 | windows | os=windows:NoSchedule |
      And 5s pass
      Then the status.conditions[type=Ready] of node "win-2" is immediately:
        """yaml
        type: Ready
        status: "False"
        lastHeartbeatTime: "2026-01-01T00:00:10Z"
        lastTransitionTime: "2026-01-01T00:00:10Z"
        reason: KubeletNotReady
        message: "[container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized, CSINode is not yet initialized]"
        """
      And its spec.taints is immediately:
        """yaml
        - {key: os, value: windows, effect: NoSchedule}
        - {key: node.kubernetes.io/not-ready, effect: NoSchedule}
        - {key: node.kubernetes.io/not-ready, effect: NoExecute, timeAdded: "2026-01-01T00:00:10Z"}
        """
      And there is 1 pod with labels "app=flannel,os=windows" on node "win-2" in namespace "kube-system"
      And 2 pods with labels "app=flannel,os=windows" are Running in namespace "kube-system"
      And 1 pod with labels "k8s-app=kube-proxy-windows" is ContainerCreating in namespace "kube-system"
      And there is an event "Warning" "NetworkNotReady" with message "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized" in namespace "kube-system"
      When the network plug-in of node "win-2" is ready
      Then node "win-2" is Ready within 10s
      And its spec.taints is:
        """yaml
        [{key: os, value: windows, effect: NoSchedule}]
        """
      And 2 pods with labels "k8s-app=kube-proxy-windows" are Running in namespace "kube-system"

    Scenario: A Windows node that joins later gets its own
      Given I apply "windows-node/kube-proxy.yml"
      And I apply "windows-node/flannel-overlay.yml"
      When nodes:
        | name  | os      | taints                |
        | win-2 | windows | os=windows:NoSchedule |
      Then node "win-2" is Ready
      And there is 1 pod with labels "app=flannel" on node "win-2" in namespace "kube-system"
      And there is 1 pod with labels "k8s-app=kube-proxy-windows" on node "win-2" in namespace "kube-system"

  Rule: Upgrading a Windows node

    Background:
      Given a cluster with nodes:
        | name            | os      | taints                |
        | linux-1         | linux   |                       |
        | ip-172-31-85-18 | windows | os=windows:NoSchedule |
        | ip-172-31-85-19 | windows | os=windows:NoSchedule |
      And I apply "windows-node/kube-flannel.yml"
      And I apply "windows-node/kube-proxy.yml"
      And I apply "windows-node/flannel-overlay.yml"
      And I cordon node "ip-172-31-85-19"
      And I apply "windows-node/iis.yaml"
      And pod "iis" is Running
      And I apply:
        """yaml
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: iis}
        spec:
          replicas: 1
          selector: {matchLabels: {app: iis}}
          template:
            metadata: {labels: {app: iis}}
            spec:
              nodeSelector: {kubernetes.io/os: windows}
              tolerations: [{key: os, operator: Equal, value: windows, effect: NoSchedule}]
              containers: [{name: iis, image: mcr.microsoft.com/windows/servercore/iis}]
        """
      And 1 pod with labels "app=iis" is Running
      And I uncordon node "ip-172-31-85-19"

    Scenario: Drained, upgraded, back online: the agents stay, the work moves
      When I cordon node "ip-172-31-85-18"
      Then node "ip-172-31-85-18" is unschedulable
      And its spec.taints contains {key: "node.kubernetes.io/unschedulable", effect: "NoSchedule"}
      When I evict pod "iis"
      Then it is accepted
      And pod "iis" does not exist
      When I delete all pods with labels "app=iis"
      Then 1 pod with labels "app=iis" is Running
      And every pod with labels "app=iis" runs on node "ip-172-31-85-19"
      And there is 1 pod with labels "app=flannel" on node "ip-172-31-85-18" in namespace "kube-system"
      And there is 1 pod with labels "k8s-app=kube-proxy-windows" on node "ip-172-31-85-18" in namespace "kube-system"
      When the kubelet on node "ip-172-31-85-18" stops
      And 20s pass
      And the kubelet on node "ip-172-31-85-18" starts again
      Then node "ip-172-31-85-18" is Ready
      And its status.nodeInfo.kubeletVersion is "v1.36.2"
      And there is 1 pod with labels "app=flannel" on node "ip-172-31-85-18" in namespace "kube-system"
      When I uncordon node "ip-172-31-85-18"
      Then the spec.unschedulable of node "ip-172-31-85-18" is absent
      And its spec.taints is:
        """yaml
        [{key: os, value: windows, effect: NoSchedule}]
        """

    Scenario: kube-proxy is upgraded node by node
      When I set the image of daemonset "kube-proxy-windows" to "sigwindowstools/kube-proxy:v1.22.4-nanoserver" in namespace "kube-system"
      Then daemonset "kube-proxy-windows" in namespace "kube-system" is rolled out
      And the spec.containers[0].image of every pod with labels "k8s-app=kube-proxy-windows" is "sigwindowstools/kube-proxy:v1.22.4-nanoserver" in namespace "kube-system"
      And at least 1 pod with labels "k8s-app=kube-proxy-windows" is Ready at all times since the last action in namespace "kube-system"
