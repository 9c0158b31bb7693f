Feature: Node under pressure
  What a kubelet does when its node runs short: the conditions and taints, who is evicted in which order and with what words,
  and who is still taken.

  Background:
    Given a cluster with nodes:
      | name   | cpu | memory | storage |
      | node-1 | 4   | 2Gi    | 20Gi    |

  Rule: Memory

    Background:
      Given the image "big" uses 300Mi of memory
      And the image "big" ignores SIGTERM
      And the image "small" uses 50Mi of memory
      And the image "small" ignores SIGTERM
      And I apply "node-pressure/pods.yaml"
      And 30 seconds pass

    Scenario: Of those that use more than they asked for the less important goes first
      When node "node-1" has only 60Mi of memory left
      Then pod "over-low" is Failed
      And it matches:
        """yaml
        status:
          reason: Evicted
          message: "The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container app was using 300Mi, request is 100Mi, has larger consumption of memory. "
        """
      And it has condition DisruptionTarget True with reason "TerminationByKubelet"
      And there is an event "Normal" "Killing" for it with message "Stopping container app"
      And there is an event "Warning" "Evicted" for it with message:
        """
        The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container app was using 300Mi, request is 100Mi, has larger consumption of memory. 
        """
      And pod "best-effort" is Running for 5 minutes
      And pod "over-high" is still Running
      And pod "within" is still Running
      And the events for node "node-1" include, in this order:
        | type    | reason                    | message                                              | count |
        | Normal  | NodeHasInsufficientMemory | Node node-1 status is now: NodeHasInsufficientMemory | 1     |
        | Warning | EvictionThresholdMet      | Attempting to reclaim memory                         | 1     |

    Scenario: One after the other until enough is left, those within their requests last
      When node "node-1" has only 0 of memory left
      And I delete pod "over-low"
      And 40 seconds pass
      Then pod "best-effort" is still Running
      When node "node-1" has only 0 of memory left
      Then pod "best-effort" is Failed before pod "over-high" is Failed
      And pod "within" is Running for 5 minutes

    Scenario: A pod whose containers end well in answer to SIGTERM has succeeded
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: polite}
        spec:
          containers:
          - {name: app, image: nginx}
        """
      And pod "polite" is Running
      When I delete pod "best-effort"
      And I delete pod "over-low"
      And I delete pod "over-high"
      And 40 seconds pass
      And node "node-1" runs short of memory
      Then pod "polite" is Succeeded
      And it has condition DisruptionTarget True with reason "TerminationByKubelet"
      And its status.reason is absent

    Scenario: The conditions and the taint outlast the shortage by five minutes
      When node "node-1" runs short of memory
      Then node "node-1" has condition MemoryPressure True with reason "KubeletHasInsufficientMemory" and message "kubelet has insufficient memory available"
      And its spec.taints contains {key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule"}
      And it has condition MemoryPressure True for 4 minutes
      And it has condition MemoryPressure False with reason "KubeletHasSufficientMemory" within 2 minutes
      And its spec.taints does not contain {key: "node.kubernetes.io/memory-pressure"}
      And there is an event "Normal" "NodeHasSufficientMemory" for it

    Scenario: Only pods that asked for memory are taken
      Given node "node-1" runs short of memory
      And node "node-1" has condition MemoryPressure True
      When I apply "node-pressure/newcomers.yaml"
      Then pod "burstable" is Running
      And pod "tolerant" is Running
      And pod "late" is Failed
      And it matches:
        """yaml
        status:
          reason: Evicted
          message: "Pod was rejected: The node had condition: [MemoryPressure]. "
        """
      And there is an event "Warning" "Evicted" for it with message "The node had condition: [MemoryPressure]. "

  Rule: Growing

    Scenario: A container that takes more and more is evicted for it, others that came before it stay
      Given the image "leaky" uses 200Mi of memory
      And the image "leaky" uses 1950Mi of memory from 2m on
      And the image "leaky" ignores SIGTERM
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: leaky}
        spec:
          containers:
          - {name: app, image: leaky}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: app, image: nginx}
        """
      Then pod "leaky" is Running for 110 seconds
      And pod "leaky" is Failed within 1 minute
      And its status.message is "The node was low on resource: memory. Threshold quantity: 100Mi, available: 97Mi. Container app was using 1950Mi, request is 0, has larger consumption of memory. "
      And pod "web" is Running

  Rule: Disk

    Scenario: Images nobody uses are enough
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: once}
        spec:
          restartPolicy: Never
          containers:
          - {name: app, image: perl, command: [perl, -e, "print 1"]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: app, image: nginx}
        """
      And pod "once" is Succeeded
      And 5 minutes pass
      When node "node-1" runs short of disk
      Then node "node-1" has condition DiskPressure True with reason "KubeletHasDiskPressure" and message "kubelet has disk pressure"
      And there is an event "Warning" "EvictionThresholdMet" for it with message "Attempting to reclaim ephemeral-storage"
      And the status.images of node "node-1" matches:
        """yaml
        - names: ["docker.io/library/nginx@sha256:<any>", docker.io/library/nginx:latest]
        """
      And pod "web" is still Running

    Scenario: Else who has written most goes
      Given I apply "node-pressure/writers.yaml"
      And 3 minutes pass
      When node "node-1" has only 2560Mi of disk left
      Then pod "much" is Failed
      And its status.message is "The node was low on resource: ephemeral-storage. Threshold quantity: 3221225600, available: 2560Mi. Container app was using 1048580Ki, request is 0, has larger consumption of ephemeral-storage. "

  Rule: Limits of local ephemeral storage

    Scenario: A container, a pod and a volume that take more than they may
      Given the patience is 2 minutes
      When I apply "node-pressure/limits.yaml"
      Then pod "container" is Failed
      And its status.message is "Container app exceeded its local ephemeral storage limit \"10Mi\". "
      And there is an event "Warning" "Evicted" for it with message "Container app exceeded its local ephemeral storage limit \"10Mi\". "
      And it has no condition "DisruptionTarget"
      And pod "volume" is Failed
      And its status.message is "Usage of EmptyDir volume \"cache\" exceeds the limit \"10Mi\". "
      And pod "together" is Failed
      And its status.message is "Pod ephemeral local storage usage exceeds the total limit of containers 20Mi. "
      And pod "modest" is Running
