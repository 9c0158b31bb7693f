Feature: Then — what the scheduler thought

  Background:
    Given a cluster with nodes:
      | name  | cpu | labels   | taints                 |
      | small | 1   |          |                        |
      | kept  | 4   |          | dedicated=x:NoSchedule |
      | slow  | 4   |          |                        |
      | fast  | 4   | disk=ssd |                        |
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
          - name: web
            image: nginx
            resources: {requests: {cpu: "2", memory: 1Gi}}
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 1
                preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}
      """

  Scenario: Who refused a node, and why
    Then the scheduler refused node "small" for pod "web" because "Insufficient cpu"
    And the scheduler refused node "small" for it with plugin "NodeResourcesFit"
    And the scheduler refused node "kept" for pod "web" because of a reason containing "taint" with plugin "TaintToleration"
    And the scheduler refused nodes "small" and "kept" for it
    And the scheduler did not refuse node "slow" for pod "web"
    And the scheduler never refused node "fast" for pod "web"

  Scenario: How the others scored
    Then pod "web" runs on node "fast"
    And node "fast" scored 200 for pod "web" in plugin "NodeAffinity"
    And node "slow" scored at least 300 for it
    And node "fast" scored more than node "slow" for pod "web"
    And node "fast" scored as much as node "slow" for it in plugin "ImageLocality"

  Scenario: All of it
    Then the scheduler thought of pod "web":
      | node  | refused by       | reason                           | TaintToleration | NodeAffinity | NodeResourcesFit | NodeResourcesBalancedAllocation | total |
      | small | NodeResourcesFit | Insufficient cpu                 |                 |              |                  |                                 |       |
      | kept  | TaintToleration  | node(s) had untolerated taint(s) |                 |              |                  |                                 |       |
      | slow  |                  |                                  | 300             | 0            | 68               | 65                              | 433   |
      | fast  |                  |                                  | 300             | 200          | 68               | 65                              | 633   |
