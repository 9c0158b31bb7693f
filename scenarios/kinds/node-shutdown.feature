Feature: Node that is shut down

  Background:
    Given a cluster with 2 nodes

  Rule: Gracefully

    Background:
      Given the kubelet is configured:
        """yaml
        shutdownGracePeriod: 30s
        shutdownGracePeriodCriticalPods: 10s
        """
      And I apply "node-shutdown/pods.yaml"
      And 5 seconds pass
      And node "node-1" is shut down gracefully

    Scenario: The node is not ready and says why
      Then node "node-1" has condition Ready False with reason "KubeletNotReady" and message "node is shutting down"
      And the events for it include, in this order:
        | type   | reason       | message                                  | count |
        | Normal | Shutdown     | Shutdown manager detected shutdown event | 1     |
        | Normal | NodeNotReady | Node node-1 status is now: NodeNotReady  | 1     |

    Scenario: Pods end in their group's time, the critical ones after the others
      When 10 seconds pass
      Then pod "slow" is Running immediately
      And pod "critical" in namespace "kube-system" is Running immediately
      And pod "polite" is Succeeded
      And it has condition DisruptionTarget True with reason "TerminationByKubelet" and message "Pod was terminated in response to imminent node shutdown."
      And pod "slow" is Failed within 15s
      And it matches:
        """yaml
        status:
          reason: Terminated
          message: Pod was terminated in response to imminent node shutdown.
        """
      And pod "slow" is Failed before pod "critical" in namespace "kube-system" is Succeeded

    Scenario: No pod is taken any more
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: late}
        spec:
          nodeName: node-1
          tolerations: [{operator: Exists}]
          containers:
          - {name: app, image: nginx}
        """
      Then pod "late" is Failed
      And its status.reason is "NodeShutdown"
      And its status.message is "Pod was rejected: Pod was rejected as the node is shutting down."
      And there is an event "Warning" "NodeShutdown" for it with message "Pod was rejected as the node is shutting down."

    Scenario: The node comes back
      When 2 minutes pass
      Then node "node-1" is not Ready
      When node "node-1" comes back
      Then node "node-1" is Ready

  Rule: By the priority of pods

    Scenario: Each priority has its own time
      Given the kubelet is configured:
        """yaml
        shutdownGracePeriodByPodPriority:
        - {priority: 0, shutdownGracePeriodSeconds: 5}
        - {priority: 2000000000, shutdownGracePeriodSeconds: 60}
        """
      And I apply "node-shutdown/pods.yaml"
      And 5 seconds pass
      When node "node-1" is shut down gracefully
      Then pod "slow" is Failed within 8s
      And pod "critical" in namespace "kube-system" is Succeeded

  Rule: Not gracefully

    Scenario: Pods stay as they were, until the node is said to be out of service
      Given I apply "node-shutdown/pods.yaml"
      And 5 seconds pass
      When node "node-1" is shut down
      And 10 minutes pass
      Then pod "slow" is Terminating
      When I taint node "node-1" with "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"
      Then pod "slow" does not exist
      And pod "critical" in namespace "kube-system" does not exist
