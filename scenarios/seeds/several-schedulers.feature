# Seeds/000, "Configure Multiple Schedulers": who places a pod that names a scheduler; texts from the recorded session.
Feature: Several schedulers

  Background:
    Given a cluster with 2 nodes

  Scenario: A pod for a scheduler that does not run stays Pending, without a word
    When I apply "several-schedulers/pods.yaml"
    Then pod "no-annotation" is Running
    And its spec.schedulerName is "default-scheduler"
    And pod "annotation-default-scheduler" is Running
    And pod "annotation-second-scheduler" is Pending for 1h
    And it runs on no node
    And it has no condition "PodScheduled"
    And there was never an event "Warning" "FailedScheduling" for pod "annotation-second-scheduler"
    And there was never an event "Normal" "Scheduled" for pod "annotation-second-scheduler"

  Scenario: Anyone who may bind pods is a scheduler
    Given I apply "several-schedulers/pods.yaml"
    When I send `POST /api/v1/namespaces/default/pods/annotation-second-scheduler/binding` with:
      """yaml
      apiVersion: v1
      kind: Binding
      metadata: {name: annotation-second-scheduler}
      target: {apiVersion: v1, kind: Node, name: node-1}
      """
    Then it is accepted
    And pod "annotation-second-scheduler" is Running
    And it runs on node "node-1"

  Scenario: A pod behind a gate is not looked at
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: gated}
      spec:
        schedulingGates: [{name: example.com/budget}]
        containers: [{name: c, image: "registry.k8s.io/pause:3.8"}]
      """
    Then pod "gated" has condition PodScheduled False with reason "SchedulingGated" and message "Scheduling is blocked due to non-empty scheduling gates"
    And pod "gated" is Pending for 10 minutes
    When I JSON-patch pod "gated" with:
      """yaml
      - {op: remove, path: /spec/schedulingGates}
      """
    Then pod "gated" is Running

  Rule: One kube-scheduler is several by its profiles

    Background:
      Given the scheduler is configured:
        """yaml
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        profiles:
          - schedulerName: default-scheduler
          - schedulerName: my-scheduler
            plugins:
              score: {disabled: [{name: "*"}], enabled: [{name: NodeResourcesFit, weight: 3}]}
            pluginConfig:
              - name: NodeResourcesFit
                args: {scoringStrategy: {type: MostAllocated}}
              - name: NodeAffinity
                args:
                  addedAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                        - matchExpressions: [{key: kubernetes.io/hostname, operator: NotIn, values: [node-1]}]
        """

    Scenario: Each pod is placed by the scheduler it names
      When I apply "several-schedulers/pods.yaml"
      Then pod "annotation-second-scheduler" runs on node "node-2"
      And there is an event "Normal" "Scheduled" for pod "annotation-second-scheduler" with message "Successfully assigned default/annotation-second-scheduler to node-2"
      And the scheduler refused node "node-1" for it because "node(s) didn't match scheduler-enforced node affinity"
      And the scheduler did not refuse node "node-1" for pod "no-annotation"
