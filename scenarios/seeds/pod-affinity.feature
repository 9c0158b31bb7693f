# Seeds/000, "Inter-pod affinity and anti-affinity": each web server beside its own cache, no two of a kind on one node.
Feature: A Redis on every node, and each client beside its Redis

  Scenario: Three nodes take one of each
    Given a cluster with 3 nodes
    When I apply "pod-affinity/redis-cache.yaml" and "pod-affinity/web-server.yaml"
    Then deployment "redis-cache" is rolled out
    And deployment "web-server" is rolled out
    And there is 1 pod with labels "app=store" on node "node-1"
    And there is 1 pod with labels "app=store" on node "node-2"
    And there is 1 pod with labels "app=store" on node "node-3"
    And there is 1 pod with labels "app=web-store" on node "node-1"
    And there is 1 pod with labels "app=web-store" on node "node-2"
    And there is 1 pod with labels "app=web-store" on node "node-3"

  Scenario: A fourth Redis finds no node
    Given a cluster with 3 nodes
    And I apply "pod-affinity/redis-cache.yaml"
    And deployment "redis-cache" is rolled out
    When I scale deployment "redis-cache" to 4 replicas
    Then there is an event "Warning" "FailedScheduling" with message:
      """
      0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.
      """
    And exactly 3 pods with labels "app=store" are Running
    When I scale deployment "redis-cache" to 3 replicas
    Then there are 3 pods with labels "app=store"

  Scenario: A fourth Redis gets the node that joins
    Given a cluster with 3 nodes
    And I apply "pod-affinity/redis-cache.yaml"
    And I scale deployment "redis-cache" to 4 replicas
    And 3 pods with labels "app=store" are Running
    When a node "node-4"
    Then there is 1 pod with labels "app=store" on node "node-4"

  Scenario: A client waits for its Redis
    Given a cluster with 3 nodes
    When I apply "pod-affinity/web-server.yaml"
    Then there is an event "Warning" "FailedScheduling" with message:
      """
      0/3 nodes are available: 3 node(s) didn't match pod affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
      """
    And all pods with labels "app=web-store" are Pending for 5 minutes
    When I apply "pod-affinity/redis-cache.yaml"
    Then deployment "web-server" is rolled out

  Scenario: Preferring the zone of a friend, avoiding that of a foe
    Given a cluster with nodes:
      | name   | zone |
      | node-1 | a    |
      | node-2 | b    |
      | node-3 | c    |
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: friend, labels: {security: S1}}
      spec: {nodeName: node-1, containers: [{name: c, image: nginx}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: foe, labels: {security: S2}}
      spec: {nodeName: node-2, containers: [{name: c, image: nginx}]}
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: with-pod-affinity}
      spec:
        affinity:
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
            - labelSelector: {matchExpressions: [{key: security, operator: In, values: [S1]}]}
              topologyKey: topology.kubernetes.io/zone
          podAntiAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                labelSelector: {matchExpressions: [{key: security, operator: In, values: [S2]}]}
                topologyKey: topology.kubernetes.io/zone
        containers: [{name: c, image: "registry.k8s.io/pause:3.8"}]
      """
    Then pod "with-pod-affinity" runs on node "node-1"

  Scenario: A foe's zone is refused where the rule is required
    Given a cluster with nodes:
      | name   | zone |
      | node-1 | a    |
      | node-2 | a    |
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hermit, labels: {app: hermit}}
      spec:
        affinity:
          podAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
            - {labelSelector: {matchLabels: {app: guest}}, topologyKey: topology.kubernetes.io/zone}
        containers: [{name: c, image: nginx}]
      """
    And pod "hermit" is Running
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: guest, labels: {app: guest}}
      spec: {containers: [{name: c, image: nginx}]}
      """
    Then there is an event "Warning" "FailedScheduling" for pod "guest" with message:
      """
      0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.
      """
    When I delete pod "hermit"
    Then pod "guest" is Running
