# Seeds/003: replication controllers, and the roll-over from one to the next as "kubectl rolling-update" did it.
Feature: Replication controllers

  Background:
    Given a cluster with 2 nodes
    And I apply "replication-controller/default-backend.yaml"
    And 3 pods with labels "deployment=v1" are Ready

  Scenario: The number is kept
    Then the status.readyReplicas of replicationcontroller "default-http-backend" is 3
    And the event "Normal" "SuccessfulCreate" for replicationcontroller "default-http-backend" happens exactly 3 times
    When I delete all pods with labels "deployment=v1"
    Then exactly 3 pods with labels "deployment=v1" are Ready
    When I scale replicationcontroller "default-http-backend" to 1
    Then there is exactly 1 pod with labels "deployment=v1"

  Scenario: Another image in the template touches no running pod
    When I patch replicationcontroller "default-http-backend" with:
      """yaml
      spec: {template: {spec: {containers: [{name: backend, image: "nginx:1.9.1"}]}}}
      """
    Then the spec.containers[0].image of every pod with labels "deployment=v1" is "nginx:1.7.9"
    And exactly 3 pods with labels "deployment=v1" are Ready for 10m

  Scenario: One controller hands over to the next, pod by pod
    Given I apply "replication-controller/default-backend-v2.yaml"
    When I scale replicationcontroller "default-http-backend-v2" to 1
    And I scale replicationcontroller "default-http-backend" to 2
    Then 1 pod with labels "deployment=v2" is Ready
    When I scale replicationcontroller "default-http-backend-v2" to 2
    And I scale replicationcontroller "default-http-backend" to 1
    Then 2 pods with labels "deployment=v2" are Ready
    When I scale replicationcontroller "default-http-backend-v2" to 3
    And I scale replicationcontroller "default-http-backend" to 0
    Then 3 pods with labels "deployment=v2" are Ready
    And there are no pods with labels "deployment=v1"
    And at least 2 pods with labels "app=default-http-backend" are Ready at all times since the last action
    When I delete replicationcontroller "default-http-backend"
    Then exactly 3 pods with labels "app=default-http-backend" are Ready

  Scenario: Its pods go with it, unless they are to be left
    When I delete replicationcontroller "default-http-backend" leaving its dependents
    Then replicationcontroller "default-http-backend" does not exist
    And 3 pods with labels "deployment=v1" are Ready for 10m
    When I apply "replication-controller/default-backend.yaml"
    Then the metadata.ownerReferences[0].name of every pod with labels "deployment=v1" is "default-http-backend"
    And there are exactly 3 pods with labels "deployment=v1"
    When I delete replicationcontroller "default-http-backend"
    Then there are no pods with labels "deployment=v1"
