Feature: What a cluster does when parts of it fail

  Rule: A node is cut off from the control plane

    Background:
      Given a cluster with 2 nodes
      And I apply "faults/web.yaml"
      Then 2 pods are Ready

    Scenario: Its lease stops, it becomes Unknown, after five minutes its pods are deleted but do not go
      When node "node-1" is partitioned
      Then the status.conditions[type=Ready].status of node "node-1" is "Unknown" within 1m
      And its status.conditions[type=Ready].reason is "NodeStatusUnknown"
      And its status.conditions[type=Ready].message is "Kubelet stopped posting node status."
      And its spec.taints contains {key: "node.kubernetes.io/unreachable", effect: "NoExecute"}
      And there is an event "NodeNotReady" for node "node-1" with message "Node node-1 status is now: NodeNotReady"
      When 6 minutes pass
      Then there are exactly 3 pods
      And all pods on node "node-1" are Terminating
      And all pods on node "node-1" are Terminating for 5 minutes

    Scenario: When the partition heals the kubelet ends what was deleted meanwhile
      When node "node-1" is partitioned
      And 10 minutes pass
      Then there are exactly 3 pods
      When the partition of node "node-1" heals
      Then node "node-1" is Ready within 10s
      And its spec.taints does not contain {key: "node.kubernetes.io/unreachable"}
      And there are exactly 2 pods within 1m
      And there is an event "Killing"

    Scenario: A short partition does nothing to pods
      When node "node-1" is partitioned
      And 30s pass
      And the partition of node "node-1" heals
      And 10 minutes pass
      Then node "node-1" is Ready throughout
      And there are exactly 2 pods

    Scenario: Containers that end during a partition are restarted; it is told afterwards
      Given the image "job" exits with code 1 after 30s
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: job}
        spec:
          nodeName: node-1
          containers:
          - {name: app, image: job}
        """
      Then pod "job" is Running
      When node "node-1" is partitioned
      And 35s pass
      Then the status.containerStatuses[0].restartCount of pod "job" is 0 immediately
      When the partition of node "node-1" heals
      Then the status.containerStatuses[0].restartCount of pod "job" is 1 within 10s

    Scenario: Pods that stayed are ready again once the kubelet can say so
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: busybox, command: [sleep, inf]}]}
        """
      Then the status.numberReady of daemon set "agent" is 2
      When node "node-1" is partitioned
      Then the status.numberReady of daemon set "agent" is 1 within 1m
      When 10 minutes pass
      And the partition of node "node-1" heals
      Then the status.numberReady of daemon set "agent" is 2 within 10s

  Rule: A kubelet restarts

    Background:
      Given a cluster
      And the image "flaky" exits with code 1 after 1s
      And I apply "faults/web.yaml"

    Scenario: Nothing changes for pods that run
      Then 2 pods are Ready
      When 15s pass
      And the kubelet on node "node-1" restarts
      And 5 minutes pass
      Then 2 pods are Ready throughout
      And node "node-1" is Ready throughout
      And there is an event "Starting" for node "node-1" with message "Starting kubelet."
      And there is no event "Killing"

    Scenario: Back-offs are forgotten
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: flaky}
        spec:
          containers:
          - {name: app, image: flaky}
        """
      And 5 minutes pass
      Then the status.containerStatuses[0].restartCount of pod "flaky" is 5
      And it is CrashLoopBackOff
      When the kubelet on node "node-1" restarts
      Then the status.containerStatuses[0].restartCount of pod "flaky" is 6 within 10s
      And it is CrashLoopBackOff within 20s
      And the status.containerStatuses[0].state.waiting.message of it contains "back-off 10s restarting failed container=app"

  Rule: The API server does not do its work

    Background:
      Given a cluster

    Scenario: What was asked for before goes on afterwards
      When I apply "faults/web.yaml"
      And the API server answers 503 for 2 minutes
      And 1 minute passes
      Then there are at most 1 pods immediately
      When 3 minutes pass
      Then at least 1 pod is Ready

    Scenario: Kubelets tell later what they could not tell
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: app, image: nginx}
        """
      Then pod "web" is Running
      When the API server answers 503 for 30s
      And container "app" of pod "web" crashes
      And 20s pass
      Then the status.containerStatuses[0].restartCount of pod "web" is 0 immediately
      Then the status.containerStatuses[0].restartCount of pod "web" is 1 within 30s

  Rule: A process that leads ends

    Background:
      Given a cluster

    Scenario: Who leads says so when the cluster starts
      Then there is an event "LeaderElection" for lease "kube-controller-manager" in namespace "kube-system" with message containing " became leader"
      And there is an event "LeaderElection" for lease "kube-scheduler" in namespace "kube-system" with message containing " became leader"

    Scenario: A scheduler that is told to stop gives its lease up; the next leads at once
      Then the spec.leaseDurationSeconds of lease "kube-scheduler" in namespace "kube-system" is 15
      And its spec.leaseTransitions is 0
      And the spec.holderIdentity of it contains "control-plane_"
      When 21 seconds pass
      And the scheduler stops
      And 1 minute passes
      Then its spec.holderIdentity is ""
      And its spec.leaseDurationSeconds is 1
      And its spec.renewTime is "2026-01-01T00:00:21.000000Z"
      When the scheduler starts again
      Then its spec.leaseTransitions is 1
      And its spec.acquireTime is "2026-01-01T00:01:21.000000Z"
      And the event "LeaderElection" for lease "kube-scheduler" in namespace "kube-system" happens exactly 2 times

    Scenario: The lease of one that crashes stands still; the next waits until it has expired
      When 21 seconds pass
      And the scheduler crashes
      And 1 minute passes
      Then the spec.renewTime of lease "kube-scheduler" in namespace "kube-system" is "2026-01-01T00:00:20.000000Z"
      When the scheduler starts again
      And 14s pass
      Then its spec.leaseTransitions is 0 immediately
      And its spec.leaseTransitions is 1 within 6s

    Scenario: The controller manager keeps its lease; nothing is controlled until the next leads
      Given I apply "faults/web.yaml"
      Then 2 pods are Ready
      When the controller manager stops
      And I delete all pods
      And 1 minute passes
      Then there are exactly 0 pods
      When the controller manager starts again
      And 14s pass
      Then there are exactly 0 pods immediately
      And 2 pods are Ready within 10s
      And the spec.leaseTransitions of lease "kube-controller-manager" in namespace "kube-system" is 1

    Scenario: With a feature gate the controller manager gives its lease up too
      Given the feature gate "ControllerManagerReleaseLeaderElectionLockOnExit" is on
      When I apply "faults/web.yaml"
      Then 2 pods are Ready
      When the controller manager stops
      And I delete all pods
      And 1 minute passes
      Then there are exactly 0 pods
      When the controller manager starts again
      Then 2 pods are Ready within 2s
