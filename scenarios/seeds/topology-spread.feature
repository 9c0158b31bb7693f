# Seeds/000 speaks of spreading over zones; texts from the recorded session "topology-spread".
Feature: Pods spread over zones

  Scenario: No zone differs from another by more than one pod
    Given a cluster with nodes:
      | name   | zone |
      | node-1 | a    |
      | node-2 | a    |
      | node-3 | b    |
      | node-4 | c    |
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 6
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: DoNotSchedule
              labelSelector: {matchLabels: {app: web}}
            containers: [{name: web, image: nginx}]
      """
    Then deployment "web" is rolled out
    And there are 2 pods with labels "app=web" on node "node-3"
    And there are 2 pods with labels "app=web" on node "node-4"
    And there is 1 pod with labels "app=web" on node "node-1"
    And there is 1 pod with labels "app=web" on node "node-2"

  Scenario: A strict constraint waits where a soft one does not
    Given a cluster with nodes:
      | name   | zone |
      | node-1 | a    |
      | node-2 | b    |
    And I cordon node "node-2"
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: strict}
      spec:
        replicas: 2
        selector: {matchLabels: {app: strict}}
        template:
          metadata: {labels: {app: strict}}
          spec:
            topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: DoNotSchedule
              labelSelector: {matchLabels: {app: strict}}
            containers: [{name: web, image: nginx}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: soft}
      spec:
        replicas: 2
        selector: {matchLabels: {app: soft}}
        template:
          metadata: {labels: {app: soft}}
          spec:
            topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: {matchLabels: {app: soft}}
            containers: [{name: web, image: nginx}]
      """
    Then deployment "soft" is rolled out
    And there are 2 pods with labels "app=soft" on node "node-1"
    And exactly 1 pod with labels "app=strict" is Running
    And there is an event "Warning" "FailedScheduling" with message:
      """
      0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.
      """
    When I uncordon node "node-2"
    Then there is 1 pod with labels "app=strict" on node "node-2"

  Scenario: Nodes without the label are no place at all
    Given a cluster with 2 nodes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}
        containers: [{name: web, image: nginx}]
      """
    Then there is an event "Warning" "FailedScheduling" for pod "web" with message:
      """
      0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints (missing required label). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
