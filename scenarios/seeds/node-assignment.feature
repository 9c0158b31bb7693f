# Sections 1 of seeds/000: "Assign Pods to Nodes", nodeSelector and node affinity; texts from the recorded sessions.
Feature: Assigning pods to nodes
  A nodeSelector or a required node affinity rules nodes out; a preferred one only says which of the rest is better.

  Scenario: A nodeSelector waits for the label
    Given a cluster with 2 nodes
    When I apply "node-assignment/nginx-ssd.yaml"
    Then pod "nginx" has condition PodScheduled False with reason "Unschedulable"
    And there is an event "Warning" "FailedScheduling" for it with message:
      """
      0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
    And pod "nginx" is Pending for 10 minutes
    When I label node "node-2" with "disktype=ssd"
    Then pod "nginx" is Running
    And it runs on node "node-2"
    And there is an event "Normal" "Scheduled" for it with message "Successfully assigned default/nginx to node-2"

  Scenario: Taking the label away does not move a running pod
    Given a cluster with nodes:
      | name   | labels       |
      | node-1 |              |
      | node-2 | disktype=ssd |
    And I apply "node-assignment/nginx-ssd.yaml"
    And pod "nginx" is Running
    When I remove the label "disktype" from node "node-2"
    Then pod "nginx" is Running for 10 minutes
    And it runs on node "node-2"

  Scenario: A nodeName passes the scheduler by
    Given a cluster with 3 nodes
    And I cordon node "node-3"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: nginx}
      spec:
        nodeName: node-3
        containers: [{name: nginx, image: nginx}]
      """
    Then pod "nginx" is Running
    And it runs on node "node-3"
    And there was never an event "Normal" "Scheduled" for it

  Scenario: A required affinity rules nodes out, a preferred one chooses among the rest
    Given a cluster with nodes:
      | name   | zone             | labels                                          |
      | node-1 | antarctica-east1 |                                                 |
      | node-2 | antarctica-west1 | another-node-label-key=another-node-label-value |
      | node-3 | africa-south1    | another-node-label-key=another-node-label-value |
    When I apply "node-assignment/with-node-affinity.yaml"
    Then pod "with-node-affinity" runs on node "node-2"

  Scenario: Without the preferred label the required zone is enough
    Given a cluster with nodes:
      | name   | zone             |
      | node-1 | africa-south1    |
      | node-2 | antarctica-west1 |
    When I apply "node-assignment/with-node-affinity.yaml"
    Then pod "with-node-affinity" runs on node "node-2"

  Scenario: No node in the required zone
    Given a cluster with nodes:
      | name   | zone          |
      | node-1 | africa-south1 |
      | node-2 |               |
    When I apply "node-assignment/with-node-affinity.yaml"
    Then pod "with-node-affinity" has condition PodScheduled False with reason "Unschedulable" and message "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    When I label node "node-1" with "topology.kubernetes.io/zone=antarctica-west1"
    Then pod "with-node-affinity" runs on node "node-1"

  Scenario: The heavier preference wins
    Given a cluster with nodes:
      | name   | labels        |
      | node-1 | label-1=key-1 |
      | node-2 | label-2=key-2 |
      | node-3 |               |
    When I apply "node-assignment/with-weights.yaml"
    Then pod "with-affinity-preferred-weight" runs on node "node-2"

  Scenario: An operator that does not exist
    Given a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: bad}
      spec:
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
              - matchExpressions: [{key: rack, operator: Equals, values: ["3"]}]
        containers: [{name: c, image: "registry.k8s.io/pause:3.8"}]
      """
    Then it is Invalid:
      """
      Pod "bad" is invalid: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Equals": not a valid selector operator
      """

  Scenario: Labels every node has by itself
    Given a cluster with nodes:
      | name   | zone             | arch  |
      | node-1 | antarctica-east1 | amd64 |
      | node-2 |                  | arm64 |
    Then the metadata.labels of node "node-1" is:
      """yaml
      beta.kubernetes.io/arch: amd64
      beta.kubernetes.io/os: linux
      kubernetes.io/arch: amd64
      kubernetes.io/hostname: node-1
      kubernetes.io/os: linux
      topology.kubernetes.io/zone: antarctica-east1
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: small}
      spec:
        nodeSelector: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}
        containers: [{name: c, image: nginx}]
      """
    Then pod "small" runs on node "node-2"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: first}
      spec:
        nodeSelector: {kubernetes.io/hostname: node-1}
        containers: [{name: c, image: nginx}]
      """
    Then pod "first" runs on node "node-1"

  Scenario: Weights add up, and the greater sum wins
    Given a cluster with nodes:
      | name   | labels                |
      | node-1 | disk=ssd,network=fast |
      | node-2 | memory=large          |
      | node-3 | disk=ssd              |
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: choosy}
      spec:
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
            - {weight: 30, preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}
            - {weight: 30, preference: {matchExpressions: [{key: network, operator: In, values: [fast]}]}}
            - {weight: 50, preference: {matchExpressions: [{key: memory, operator: Exists}]}}
        containers: [{name: c, image: "registry.k8s.io/pause:3.8"}]
      """
    Then pod "choosy" runs on node "node-1"
    And the scheduler thought of pod "choosy":
      | node   | NodeAffinity |
      | node-1 | 200          |
      | node-2 | 166          |
      | node-3 | 100          |

  Scenario: Anti-affinity to nodes: anywhere but there
    Given a cluster with nodes:
      | name   | labels   |
      | node-1 | disk=hdd |
      | node-2 |          |
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: picky}
      spec:
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: NotIn, values: [hdd]}]}]
        containers: [{name: c, image: "registry.k8s.io/pause:3.8"}]
      """
    Then pod "picky" runs on node "node-2"
    And the scheduler refused node "node-1" for it because "node(s) didn't match Pod's node affinity/selector" with plugin "NodeAffinity"
