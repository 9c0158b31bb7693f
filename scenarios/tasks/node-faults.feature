Feature: What a cluster does when a node is slow, has a wrong clock or reboots

  Rule: A node is slow

    Background:
      Given a cluster with 2 nodes

    Scenario: Probes time out, their containers are restarted
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-1
          containers:
          - name: app
            image: nginx
            livenessProbe: {httpGet: {port: 80}}
        """
      Then pod "web" is Ready
      When everything on node "node-1" takes 2s longer
      Then there is an event "Warning" "Unhealthy" for pod "web" with message containing "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
      And container "app" of pod "web" has restarted at least once
      And node "node-1" is Ready throughout

    Scenario: A sandbox that takes too long to make
      Given the kubelet is configured:
        """yaml
        runtimeRequestTimeout: 30s
        """
      When everything on node "node-1" takes 200 times as long
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-1
          containers:
          - {name: app, image: nginx}
        """
      Then there is an event "Warning" "FailedCreatePodSandBox" for pod "web" with message:
        """
        Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = context deadline exceeded
        """
      And pod "web" is Pending
      When node "node-1" is no longer slow
      Then pod "web" is Running within 2m

    Scenario: A container runtime that answers too late is down
      Given I apply "faults/web.yaml"
      And 2 pods are Ready
      When everything on node "node-1" takes 35s longer
      Then node "node-1" has condition Ready False with reason "KubeletNotReady" and message "container runtime is down" within 2m
      When everything on node "node-1" takes 150s longer
      Then node "node-1" has condition Ready False with message containing "PLEG is not healthy: pleg was last seen active" within 10m
      When node "node-1" is no longer slow
      Then node "node-1" is Ready within 20s

  Rule: A node loses its network

    Scenario: It is noticed within five seconds and told with the next status; pods are tried every other second
      Given a cluster
      When 12s pass
      And the network plug-in of node "node-1" is missing
      And 5s pass
      Then the status.conditions[type=Ready] of node "node-1" matches immediately:
        """yaml
        {status: "True", reason: KubeletReady}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-1
          containers:
          - {name: app, image: nginx}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: host}
        spec:
          nodeName: node-1
          hostNetwork: true
          containers:
          - {name: app, image: nginx}
        """
      And 20s pass
      Then the status.conditions[type=Ready] of node "node-1" is immediately:
        """yaml
        type: Ready
        status: "False"
        lastHeartbeatTime: "2026-01-01T00:00:20Z"
        lastTransitionTime: "2026-01-01T00:00:20Z"
        reason: KubeletNotReady
        message: "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"
        """
      And pod "host" is Running immediately
      And the events for pod "web" are, in this order immediately:
        | at  | type    | reason          | message                                                                                                                                                                     | count | last |
        | 17s | Warning | NetworkNotReady | network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized | 11    | 37s  |
      When the network plug-in of node "node-1" is ready
      And 2s pass
      Then node "node-1" is not Ready immediately
      When 6s pass
      Then pod "web" is Running immediately
      And the status.conditions[type=Ready] of node "node-1" is immediately:
        """yaml
        type: Ready
        status: "True"
        lastHeartbeatTime: "2026-01-01T00:00:40Z"
        lastTransitionTime: "2026-01-01T00:00:40Z"
        reason: KubeletReady
        message: kubelet is posting ready status
        """
      And the events for node "node-1" include, in this order:
        | at  | type   | reason       | message                                 |
        | 20s | Normal | NodeNotReady | Node node-1 status is now: NodeNotReady |
        | 40s | Normal | NodeReady    | Node node-1 status is now: NodeReady    |
      And the events for pod "web" are, in this order immediately:
        | at  | type    | reason          | message                                                                                                                                                                     | count | last |
        | 17s | Warning | NetworkNotReady | network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized | 12    | 39s  |
        | 41s | Normal  | Pulling         | Pulling image "nginx"                                                                                                                                                       | 1     | 41s  |
        | 41s | Normal  | Pulled          | <any>                                                                                                                                                                       | 1     | 41s  |
        | 41s | Normal  | Created         | Container created                                                                                                                                                           | 1     | 41s  |
        | 41s | Normal  | Started         | Container started                                                                                                                                                           | 1     | 41s  |

    Scenario: Pods that run already are tried with the next sync of their own
      Given a cluster
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: app, image: nginx}
        """
      And 12s pass
      And the network plug-in of node "node-1" is missing
      And 100s pass
      Then pod "web" is Ready throughout
      And the events for pod "web" include, in this order immediately:
        | at    | reason          | message | count | last  |
        | 1m13s | NetworkNotReady | <any>   | 20    | 1m51s |

    Scenario: A node that has never been ready is so as soon as its network is there
      Given a cluster with no nodes
      And the network plug-in of node "node-1" is missing
      And a node "node-1"
      When 33s pass
      Then node "node-1" is not Ready throughout
      When the network plug-in of node "node-1" is ready
      Then node "node-1" is Ready within 100ms
      And the events for node "node-1" include, in this order:
        | at  | type   | reason    | message                              |
        | 33s | Normal | NodeReady | Node node-1 status is now: NodeReady |
      And there was never an event "NodeNotReady" for node "node-1"

  Rule: A node's clock is wrong

    Background:
      Given a cluster

    Scenario: What the node says is skewed, what the control plane says is not
      When the clock of node "node-1" is 1 hour ahead
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: clock}
        spec:
          containers:
          - {name: app, image: busybox, command: [sh, -c, date; sleep 3600]}
        """
      Then pod "clock" is Ready
      And it matches:
        """yaml
        metadata: {creationTimestamp: "2026-01-01T00:00:00Z"}
        status:
          startTime: "2026-01-01T01:00:00Z"
          conditions:
          - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T01:00:00Z"}
        """
      And pod "clock" has logged "Thu Jan  1 01:00:00 UTC 2026"
      And node "node-1" is Ready for 10 minutes
      And the spec.renewTime of lease "node-1" in namespace "kube-node-lease" is "2026-01-01T01:10:00.000000Z"

    Scenario: A pod is available only when its time has come by the control plane's clock
      When the clock of node "node-1" is 10 minutes ahead
      And I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          minReadySeconds: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: app, image: nginx}
        """
      Then 1 pod is Ready
      And the status.availableReplicas of deployment "web" is absent for 9 minutes
      And the status.availableReplicas of deployment "web" is 1 within 2m

    Scenario: Renewals of a lease that come before the last one are none
      When 1 minute passes
      And the clock of node "node-1" is 1 hour behind
      Then node "node-1" has condition Ready Unknown with reason "NodeStatusUnknown" within 1m
      And node "node-1" is Ready within 10s
      And node "node-1" is Ready for 1 hour

    Scenario: A deadline passes by the node's clock
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: job}
        spec:
          activeDeadlineSeconds: 3600
          containers:
          - {name: app, image: nginx}
        """
      Then pod "job" is Running
      When the clock of node "node-1" is 2 hours ahead
      Then pod "job" is Failed
      And its status.reason is "DeadlineExceeded"

  Rule: A node reboots

    Background:
      Given a cluster
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          initContainers:
          - {name: init, image: busybox, command: [sh, -c, echo init >> /disk/log], volumeMounts: [{name: disk, mountPath: /disk}]}
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "echo app >> /disk/log; echo x >> /memory/log; cat /disk/log /memory/log; sleep 3600"]
            volumeMounts: [{name: disk, mountPath: /disk}, {name: memory, mountPath: /memory}]
          volumes:
          - {name: disk, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory}}
        """
      And pod "app" is Running

    Scenario: Its containers are made anew in a new sandbox; what is on disk is kept
      When node "node-1" reboots
      Then the events for node "node-1" include, in this order:
        | type    | reason                  | message                                    | count |
        | Normal  | Starting                | Starting kubelet.                          | 1     |
        | Normal  | NodeAllocatableEnforced | Updated Node Allocatable limit across pods | 1     |
        | Warning | Rebooted                | <any>                                      | 1     |
      And there is an event "Normal" "SandboxChanged" for pod "app" with message "Pod sandbox changed, it will be killed and re-created."
      And container "app" of pod "app" has restarted 1 time
      And it matches:
        """yaml
        status:
          initContainerStatuses:
          - {name: init, restartCount: 1}
          containerStatuses:
          - name: app
            lastState: {terminated: {exitCode: 255, reason: Unknown}}
        """
      And container "app" of pod "app" has logged:
        """
        init
        app
        init
        app
        x
        """
      And node "node-1" is Ready throughout

    Scenario: A pod that is never restarted has failed
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: once}
        spec:
          restartPolicy: Never
          containers:
          - {name: app, image: nginx}
        """
      And pod "once" is Running
      When node "node-1" reboots
      Then pod "once" is Failed
      And container "app" of pod "once" is Terminated with exit code 255
      And there is no event "SandboxChanged" for pod "once"

  Rule: A kubelet that starts asks again whether its pods may stay

    Scenario: A pod whose node is not what it was
      Given a cluster
      And I label node "node-1" with "disk=ssd"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: picky}
        spec:
          nodeSelector: {disk: ssd}
          containers:
          - {name: app, image: nginx}
        """
      And pod "picky" is Running
      When I label node "node-1" with "disk=hdd"
      Then pod "picky" is Running for 1 minute
      When the kubelet on node "node-1" restarts
      Then pod "picky" is Failed
      And its status.reason is "NodeAffinity"
      And there is an event "Warning" "NodeAffinity" for it with message "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"

    Scenario: What was allocated to a pod it keeps
      Given a cluster with nodes:
        | name   | cpu | memory | numa | devices           |
        | node-1 | 8   | 8Gi    | 2    | example.com/gpu=2 |
      And the kubelet is configured:
        """yaml
        cpuManagerPolicy: static
        memoryManagerPolicy: Static
        reservedSystemCPUs: "0"
        reservedMemory: [{numaNode: 0, limits: {memory: 100Mi}}]
        topologyManagerPolicy: restricted
        """
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: exact}
        spec:
          initContainers:
          - {name: setup, image: busybox, command: ["true"], resources: {limits: {cpu: 2, memory: 1Gi, example.com/gpu: 1}}}
          containers:
          - {name: app, image: nginx, resources: {limits: {cpu: 3, memory: 1Gi, example.com/gpu: 2}}}
        """
      And pod "exact" is Running
      When the kubelet on node "node-1" restarts
      Then pod "exact" is Running for 2 minutes
      When node "node-1" reboots
      Then container "app" of pod "exact" has restarted 1 time
      And pod "exact" is Ready
      And there was never an event "Warning" "UnexpectedAdmissionError"

  Rule: What a node tells of itself

    Background:
      Given a cluster

    Scenario: Whether pods may be scheduled to it, with its next status
      When 12s pass
      And I cordon node "node-1"
      And 10s pass
      And I uncordon node "node-1"
      And 10s pass
      Then the events for node "node-1" include, in this order immediately:
        | at  | type   | reason             | message                                       | count | last |
        | 20s | Normal | NodeNotSchedulable | Node node-1 status is now: NodeNotSchedulable | 1     | 20s  |
        | 30s | Normal | NodeSchedulable    | Node node-1 status is now: NodeSchedulable    | 1     | 30s  |

    Scenario: Its kubelet starts again and makes up its mind anew
      When 12s pass
      And I cordon node "node-1"
      And 10s pass
      And the kubelet on node "node-1" restarts
      And 5s pass
      Then node "node-1" is Ready throughout
      And the events for node "node-1" are, in this order immediately:
        | at  | type   | reason                  | message                                                 | count | last |
        | 0s  | Normal | RegisteredNode          | Node node-1 event: Registered Node node-1 in Controller | 1     | 0s   |
        | 20s | Normal | NodeNotSchedulable      | Node node-1 status is now: NodeNotSchedulable           | 1     | 20s  |
        | 23s | Normal | Starting                | Starting kubelet.                                       | 1     | 23s  |
        | 23s | Normal | NodeAllocatableEnforced | Updated Node Allocatable limit across pods              | 1     | 23s  |
        | 23s | Normal | NodeHasSufficientMemory | Node node-1 status is now: NodeHasSufficientMemory      | 1     | 23s  |
        | 23s | Normal | NodeHasNoDiskPressure   | Node node-1 status is now: NodeHasNoDiskPressure        | 1     | 23s  |
        | 23s | Normal | NodeHasSufficientPID    | Node node-1 status is now: NodeHasSufficientPID         | 1     | 23s  |
        | 23s | Normal | NodeNotSchedulable      | Node node-1 status is now: NodeNotSchedulable           | 1     | 23s  |

    Scenario: A node that joins is not ready until its kubelet has looked around
      When 20s pass
      And a node "late"
      Then the status.conditions[type=Ready] of node "late" is immediately:
        """yaml
        type: Ready
        status: "False"
        lastHeartbeatTime: "2026-01-01T00:00:20Z"
        lastTransitionTime: "2026-01-01T00:00:20Z"
        reason: KubeletNotReady
        message: CSINode is not yet initialized
        """
      When 20s pass
      Then node "late" is Ready immediately
      And the events for node "late" are, in this order immediately:
        | at  | type   | reason                  | message                                             | count | last |
        | 20s | Normal | Starting                | Starting kubelet.                                   | 1     | 20s  |
        | 20s | Normal | NodeHasSufficientMemory | Node late status is now: NodeHasSufficientMemory    | 2     | 20s  |
        | 20s | Normal | NodeHasNoDiskPressure   | Node late status is now: NodeHasNoDiskPressure      | 2     | 20s  |
        | 20s | Normal | NodeHasSufficientPID    | Node late status is now: NodeHasSufficientPID       | 2     | 20s  |
        | 20s | Normal | NodeAllocatableEnforced | Updated Node Allocatable limit across pods          | 1     | 20s  |
        | 20s | Normal | RegisteredNode          | Node late event: Registered Node late in Controller | 1     | 20s  |
        | 20s | Normal | NodeReady               | Node late status is now: NodeReady                  | 1     | 20s  |
