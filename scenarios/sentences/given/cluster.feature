Feature: Given — the cluster

  Scenario: A cluster has one node unless said otherwise
    Given a cluster
    Then there are 1 nodes
    And node "node-1" is Ready

  Scenario: A cluster with as many nodes as are wanted
    Given a cluster with 3 nodes
    Then there are 3 nodes

  Scenario: A control plane alone
    Given a cluster with no nodes
    Then there are no nodes

  Scenario: Nodes described by a table
    Given a cluster with nodes:
      | name  | cpu | memory | pods | labels   | taints                  | zone |
      | big   | 16  | 64Gi   | 250  | disk=ssd |                         | a    |
      | small | 1   | 1Gi    | 10   | disk=hdd | dedicated=db:NoSchedule | b    |
    Then there are 2 nodes
    And the status.capacity of node "big" matches:
      """yaml
      cpu: 16
      memory: 64Gi
      pods: 250
      """
    And it has the label "disk=ssd"
    And it has the label "topology.kubernetes.io/zone" "a"
    And the spec.taints of node "small" contains {key: "dedicated", value: "db", effect: "NoSchedule"}

  Scenario: The version, a seed, gates and plugins
    Given Kubernetes v1.36
    And the seed is 42
    And the feature gate "InPlacePodVerticalScaling" is on
    And the admission plugin "AlwaysPullImages" is off
    And a cluster
    Then node "node-1" is Ready

  Scenario: An admission plugin that is configured
    Given the admission plugin "PodSecurity" is configured:
      """yaml
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults: {enforce: baseline}
      exemptions: {namespaces: [system]}
      """
    And a namespace "system"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: agent}
      spec:
        hostNetwork: true
        containers: [{name: app, image: agent}]
      """
    Then it is Forbidden:
      """
      pods "agent" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)
      """
    When I apply in namespace "system":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: agent}
      spec:
        hostNetwork: true
        containers: [{name: app, image: agent}]
      """
    Then it is accepted

  Scenario: A scheduler with a second profile
    Given a cluster with 2 nodes
    And the scheduler is configured:
      """yaml
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
        - schedulerName: default-scheduler
        - schedulerName: packing
          pluginConfig:
            - name: NodeResourcesFit
              args: {scoringStrategy: {type: MostAllocated}}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: first}
      spec:
        nodeName: node-1
        containers: [{name: app, image: nginx, resources: {requests: {cpu: "1"}}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: packed}
      spec:
        schedulerName: packing
        containers: [{name: app, image: nginx, resources: {requests: {cpu: "1"}}}]
      """
    Then pod "packed" runs on node "node-1"
