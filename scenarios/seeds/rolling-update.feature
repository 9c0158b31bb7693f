# Seeds/002 and 003, rolling updates: how many pods there are while one version takes the place of another.
Feature: A rolling update

  Background:
    Given a cluster with 2 nodes
    And the image "web:1" starts after 5s
    And the image "web:2" starts after 5s
    And I apply "rolling-update/web.yaml"
    And deployment "web" is rolled out

  Scenario: At all times at least three are Ready, and never more than five are there
    When I set the image of deployment "web" to "web:2"
    Then at least 3 pods with labels "app=web" are Ready at all times during the roll-out
    And more than 5 pods with labels "app=web" are never Ready
    And exactly 4 pods of deployment "web" were created since the last action
    And exactly 4 pods of deployment "web" were deleted since the last action
    And the spec.containers[0].image of every pod with labels "app=web" is "web:2"
    And the metadata.annotations["deployment.kubernetes.io/revision"] of deployment "web" is "2"
    And there are 2 replicasets with labels "app=web"
    And the status of deployment "web" is:
      """yaml
      observedGeneration: 2
      replicas: 4
      updatedReplicas: 4
      readyReplicas: 4
      availableReplicas: 4
      terminatingReplicas: 0
      conditions:
      - type: Available
        status: "True"
        lastUpdateTime: "2026-01-01T00:00:07Z"
        lastTransitionTime: "2026-01-01T00:00:07Z"
        reason: MinimumReplicasAvailable
        message: Deployment has minimum availability.
      - type: Progressing
        status: "True"
        lastUpdateTime: "2026-01-01T00:00:22Z"
        lastTransitionTime: "2026-01-01T00:00:00Z"
        reason: NewReplicaSetAvailable
        message: ReplicaSet "web-7746f75c89" has successfully progressed.
      """
    And the events for deployment "web" are, in this order:
      | at  | type   | reason            | message                                            | count |
      | 0s  | Normal | ScalingReplicaSet | Scaled up replica set web-5fdbbd9d6b from 0 to 4   | 1     |
      | 7s  | Normal | ScalingReplicaSet | Scaled up replica set web-7746f75c89 from 0 to 1   | 1     |
      | 7s  | Normal | ScalingReplicaSet | Scaled down replica set web-5fdbbd9d6b from 4 to 3 | 1     |
      | 7s  | Normal | ScalingReplicaSet | Scaled up replica set web-7746f75c89 from 1 to 2   | 1     |
      | 15s | Normal | ScalingReplicaSet | Scaled down replica set web-5fdbbd9d6b from 3 to 1 | 1     |
      | 15s | Normal | ScalingReplicaSet | Scaled up replica set web-7746f75c89 from 2 to 4   | 1     |
      | 22s | Normal | ScalingReplicaSet | Scaled down replica set web-5fdbbd9d6b from 1 to 0 | 1     |

  Scenario: An image that is not there stops the roll-out, and going back mends it
    Given the image "web:oops" cannot be pulled
    When I set the image of deployment "web" to "web:oops"
    Then at least 3 pods with labels "app=web" are Ready for 10m
    And deployment "web" has condition Progressing False with reason "ProgressDeadlineExceeded" within 11m
    And there are at most 5 pods with labels "app=web"
    When I set the image of deployment "web" to "web:1"
    Then deployment "web" is rolled out
    And 4 pods with labels "app=web" are Ready
    And the metadata.annotations["deployment.kubernetes.io/revision"] of deployment "web" is "3"

  Scenario: Recreate has a gap
    Given I patch deployment "web" with:
      """yaml
      spec: {strategy: {type: Recreate, rollingUpdate: null}}
      """
    When I set the image of deployment "web" to "web:2"
    Then exactly 0 pods with labels "app=web" are Ready
    And deployment "web" is rolled out within 5m
    And 5 pods with labels "app=web" are never Running

  Scenario: A restart rolls too
    When I restart deployment "web"
    Then deployment "web" is rolled out within 5m
    And at least 3 pods with labels "app=web" are Ready at all times since the last action
    And there are 2 replicasets with labels "app=web"
