# Seeds/000, "Taints and Tolerations": the three effects, and what a toleration buys; texts from the recorded sessions.
Feature: Taints and tolerations

  Background:
    Given a cluster with 2 nodes

  Scenario: NoSchedule keeps new pods away
    Given I taint node "node-1" with "key1=value1:NoSchedule"
    And I taint node "node-2" with "key1=value1:NoSchedule"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: nginx}
      spec: {containers: [{name: nginx, image: nginx}]}
      """
    Then there is an event "Warning" "FailedScheduling" for pod "nginx" with message:
      """
      0/2 nodes are available: 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
    When I remove the taint "key1:NoSchedule" from node "node-2"
    Then pod "nginx" runs on node "node-2"

  Scenario: NoSchedule leaves running pods alone
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: nginx}
      spec: {nodeSelector: {kubernetes.io/hostname: node-1}, containers: [{name: nginx, image: nginx}]}
      """
    And pod "nginx" is Running
    When I taint node "node-1" with "key1=value1:NoSchedule"
    Then pod "nginx" is Running for 10 minutes

  Scenario Outline: Tolerations that match key1=value1:NoSchedule, and those that do not
    Given I taint node "node-1" with "key1=value1:NoSchedule"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: nginx}
      spec:
        nodeSelector: {kubernetes.io/hostname: node-1}
        tolerations: [<toleration>]
        containers: [{name: nginx, image: nginx}]
      """
    Then pod "nginx" <outcome>

    Examples:
      | toleration                                                      | outcome                |
      | {key: key1, operator: Equal, value: value1, effect: NoSchedule} | runs on node "node-1"  |
      | {key: key1, operator: Exists, effect: NoSchedule}               | runs on node "node-1"  |
      | {key: key1, operator: Exists}                                   | runs on node "node-1"  |
      | {operator: Exists}                                              | runs on node "node-1"  |
      | {key: key1, operator: Equal, value: value2, effect: NoSchedule} | runs on no node for 5m |
      | {key: key2, operator: Exists}                                   | runs on no node for 5m |
      | {key: key1, operator: Equal, value: value1, effect: NoExecute}  | runs on no node for 5m |

  Scenario: PreferNoSchedule is only a wish
    Given I taint node "node-1" with "key1=value1:PreferNoSchedule"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: one}
      spec: {containers: [{name: nginx, image: nginx}]}
      """
    Then pod "one" runs on node "node-2"
    When I cordon node "node-2"
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: two}
      spec: {containers: [{name: nginx, image: nginx}]}
      """
    Then pod "two" runs on node "node-1"

  Scenario: NoExecute drives pods out, at once or when their patience ends
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: plain}
      spec: {nodeName: node-1, containers: [{name: nginx, image: nginx}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: patient}
      spec:
        nodeName: node-1
        tolerations: [{key: key1, operator: Equal, value: value1, effect: NoExecute, tolerationSeconds: 3600}]
        containers: [{name: nginx, image: nginx}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: stubborn}
      spec:
        nodeName: node-1
        tolerations: [{key: key1, operator: Equal, value: value1, effect: NoExecute}]
        containers: [{name: nginx, image: nginx}]
      """
    And every pod is Running
    When I taint node "node-1" with "key1=value1:NoExecute"
    And 40s pass
    Then pod "plain" does not exist
    And the events for pod "plain" are, in this order:
      | at | type   | reason               | message                                                                                     |
      | 0s | Normal | Pulling              | Pulling image "nginx"                                                                       |
      | 0s | Normal | Pulled               | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
      | 0s | Normal | Created              | Container created                                                                           |
      | 0s | Normal | Started              | Container started                                                                           |
      | 0s | Normal | TaintManagerEviction | Marking for deletion Pod default/plain                                                      |
      | 1s | Normal | Killing              | Stopping container nginx                                                                    |
    And pod "patient" is Running for 59 minutes
    And pod "patient" does not exist within 2 minutes
    And the events for pod "patient" include, in this order:
      | at     | type   | reason               | message                                  |
      | 1h0m0s | Normal | TaintManagerEviction | Marking for deletion Pod default/patient |
      | 1h0m0s | Normal | Killing              | Stopping container nginx                 |
    And pod "stubborn" is still Running

  Scenario: A patient pod stays when the taint is gone in time
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: patient}
      spec:
        nodeName: node-1
        tolerations: [{key: key1, operator: Exists, effect: NoExecute, tolerationSeconds: 600}]
        containers: [{name: nginx, image: nginx}]
      """
    And pod "patient" is Running
    And I taint node "node-1" with "key1=value1:NoExecute"
    And 5 minutes pass
    When I remove the taint "key1" from node "node-1"
    Then there is an event "Normal" "TaintManagerEviction" for pod "patient" with message "Cancelling deletion of Pod default/patient"
    And pod "patient" is Running for 1h

  Scenario: Nodes for one group of users need a taint and a label
    Given I taint node "node-2" with "dedicated=gpu:NoSchedule"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: tolerant}
      spec:
        nodeSelector: {kubernetes.io/hostname: node-2}
        tolerations: [{key: dedicated, operator: Equal, value: gpu, effect: NoSchedule}]
        containers: [{name: c, image: nginx}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: plain}
      spec:
        nodeSelector: {kubernetes.io/hostname: node-2}
        containers: [{name: c, image: nginx}]
      """
    Then pod "tolerant" runs on node "node-2"
    And there is an event "Warning" "FailedScheduling" for pod "plain" with message:
      """
      0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """

  Scenario: Special hardware for those who need it: the toleration comes with the resource
    Given the admission plugin "ExtendedResourceToleration" is on
    And a device plugin "example.com/gpu" on node "node-2" with 1 device
    And I taint node "node-2" with "example.com/gpu:NoSchedule"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: trainer}
      spec:
        containers: [{name: c, image: nginx, resources: {limits: {example.com/gpu: 1}}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: plain}
      spec:
        containers: [{name: c, image: nginx}]
      """
    Then pod "trainer" runs on node "node-2"
    And its spec.tolerations is:
      """yaml
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
      - {key: example.com/gpu, operator: Exists, effect: NoSchedule}
      """
    And pod "plain" runs on node "node-1"
    And the scheduler refused node "node-2" for pod "plain" because "node(s) had untolerated taint(s)"
