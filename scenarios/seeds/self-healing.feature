# Seeds/002: what the cluster does by itself when pods and workers go. Times as on a real cluster: some 40 to 50 s until a
# silent node is taken for dead, 300 s more until its pods are given up.
Feature: Replicas heal themselves

  Scenario: A deleted pod is replaced at once
    Given a cluster with 2 nodes
    And I apply "self-healing/nginx.yaml"
    And deployment "nginx" is rolled out
    When I delete all pods with labels "app=nginx"
    Then 3 pods with labels "app=nginx" are Ready
    And deployment "nginx" is rolled out

  Scenario: A pod that no longer has the label is let go, and replaced
    Given a cluster
    And I apply:
      """yaml
      apiVersion: v1
      kind: ReplicationController
      metadata: {name: web}
      spec:
        replicas: 1
        selector: {app: web}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """
    And there is 1 pod with labels "app=web"
    And 1 pod with labels "app=web" is Running
    When I label all pods with labels "app=web" with "app=debug"
    Then there is 1 pod with labels "app=debug"
    And the metadata.ownerReferences of every pod with labels "app=debug" is absent
    And there is 1 pod with labels "app=web"

  Scenario: Scaling keeps the number
    Given a cluster with 2 nodes
    And I apply "self-healing/nginx.yaml"
    And deployment "nginx" is rolled out
    When I scale deployment "nginx" to 5 replicas
    Then 5 pods with labels "app=nginx" are Ready
    And there is an event "Normal" "ScalingReplicaSet" for deployment "nginx" with message "Scaled up replica set nginx-<hash> from 3 to 5"
    When I scale deployment "nginx" to 2 replicas
    Then there are exactly 2 pods with labels "app=nginx"
    And there are exactly 2 pods with labels "app=nginx" for 10m

  Scenario: A worker goes down
    Given a cluster with 2 nodes
    And I cordon node "node-2"
    And I apply "self-healing/nginx.yaml"
    And deployment "nginx" is rolled out
    And every pod with labels "app=nginx" runs on node "node-1"
    And I uncordon node "node-2"
    When node "node-1" goes down
    Then node "node-1" is Ready for 35s
    And node "node-1" has condition Ready Unknown with reason "NodeStatusUnknown" and message "Kubelet stopped posting node status." within 20s
    And its spec.taints contains {key: "node.kubernetes.io/unreachable", effect: "NoExecute"}
    And no pods with labels "app=nginx" are Ready
    And there are no pods with labels "app=nginx" on node "node-2" for 4m
    And there are 3 pods with labels "app=nginx" on node "node-2" within 2m
    And 3 pods with labels "app=nginx" are Ready
    And the event "Normal" "TaintManagerEviction" happens exactly 3 times
    And there are 3 pods with labels "app=nginx" on node "node-1" for 30m
    When node "node-1" comes back
    Then there are no pods with labels "app=nginx" on node "node-1" within 2m
    And node "node-1" is Ready
    And exactly 3 pods with labels "app=nginx" are Ready
    And the events for node "node-1" include, in this order:
      | at     | type    | reason                  | message                                                 |
      | 0s     | Normal  | RegisteredNode          | Node node-1 event: Registered Node node-1 in Controller |
      | 50s    | Normal  | NodeNotReady            | Node node-1 status is now: NodeNotReady                 |
      | 35m50s | Normal  | Starting                | Starting kubelet.                                       |
      | 35m50s | Warning | Rebooted                | Node node-1 has been rebooted, boot id: <uuid>          |
      | 35m50s | Normal  | NodeHasSufficientMemory | Node node-1 status is now: NodeHasSufficientMemory      |
      | 35m50s | Normal  | NodeHasNoDiskPressure   | Node node-1 status is now: NodeHasNoDiskPressure        |
      | 35m50s | Normal  | NodeHasSufficientPID    | Node node-1 status is now: NodeHasSufficientPID         |
      | 35m50s | Normal  | NodeReady               | Node node-1 status is now: NodeReady                    |

  Scenario: A short outage moves nothing
    Given a cluster with 2 nodes
    And I cordon node "node-2"
    And I apply "self-healing/nginx.yaml"
    And deployment "nginx" is rolled out
    And I uncordon node "node-2"
    And node "node-1" goes down
    And 2 minutes pass
    And node "node-1" is not Ready
    When node "node-1" comes back
    Then node "node-1" is Ready
    And 3 pods with labels "app=nginx" are Ready
    And there are no pods with labels "app=nginx" on node "node-2" for 10m
