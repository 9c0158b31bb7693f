# Seeds/003, hands-on 2: a database with a hostPath volume, a claim and a secret, in whatever order they come.
Feature: A database with a volume and a secret

  Background:
    Given a cluster

  Scenario: The claim finds the volume, the pod finds both
    When I apply "database/db-pv-hostpath.yaml", "database/db-claim.yaml", "database/db-secret.yaml" and "database/db-deployment.yaml"
    Then persistentvolumeclaim "mysql-claim" is Bound
    And its spec.volumeName is "mysql-pv"
    And its status.capacity.storage is 20Gi
    And persistentvolume "mysql-pv" is Bound
    And its spec.claimRef.name is "mysql-claim"
    And its spec.persistentVolumeReclaimPolicy is "Retain"
    And deployment "mysql" is rolled out

  Scenario: Without a volume of its class the claim waits, and the pod with it
    When I apply "database/db-claim.yaml", "database/db-secret.yaml" and "database/db-deployment.yaml"
    Then persistentvolumeclaim "mysql-claim" is Pending for 10m
    And there is an event "Warning" "FailedScheduling" with message:
      """
      0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found
      """
    When I apply "database/db-pv-hostpath.yaml"
    Then persistentvolumeclaim "mysql-claim" is Bound
    And deployment "mysql" is rolled out within 10m

  Scenario: Without the secret the container is not started
    When I apply "database/db-pv-hostpath.yaml", "database/db-claim.yaml" and "database/db-deployment.yaml"
    Then 1 pod with labels "app=mysql" is CreateContainerConfigError
    And there is an event "Warning" "Failed" with message:
      """
      Error: secret "mysql" not found
      """
    When I apply "database/db-secret.yaml"
    Then deployment "mysql" is rolled out within 2m

  Scenario: A secret without the key is no better
    When I apply "database/db-pv-hostpath.yaml", "database/db-claim.yaml" and "database/db-deployment.yaml"
    And I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: mysql}
      stringData: {username: cndjp}
      """
    Then there is an event "Warning" "Failed" with message matching "^Error: couldn't find key password in Secret default/mysql$"

  Scenario: What a secret holds is written in base64
    When I apply "database/db-secret.yaml"
    Then the data of secret "mysql" is:
      """yaml
      username: Y25kanA=
      password: czNjcmV0
      """
    And its stringData is absent

  Scenario: A claim in use stays until its pod is gone, and the volume outlives it
    Given I apply "database/db-pv-hostpath.yaml", "database/db-claim.yaml", "database/db-secret.yaml" and "database/db-deployment.yaml"
    And deployment "mysql" is rolled out
    When I delete persistentvolumeclaim "mysql-claim"
    Then persistentvolumeclaim "mysql-claim" is Terminating
    And persistentvolumeclaim "mysql-claim" exists for 10m
    When I delete deployment "mysql"
    Then persistentvolumeclaim "mysql-claim" does not exist within 2m
    And persistentvolume "mysql-pv" is Released
    When I apply "database/db-claim.yaml"
    Then persistentvolumeclaim "mysql-claim" is Pending for 10m
