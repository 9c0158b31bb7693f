# Seeds/000, "Resource quotas": what a namespace may have in all; texts from the recorded session "seed-resource-quota".
Feature: A quota for a namespace

  Background:
    Given a cluster with 2 nodes
    And the namespace "quota-mem-cpu-example"
    And I apply "resource-quota/quota.yaml"
    And the status.hard of resourcequota "compute" is present
    And I apply "resource-quota/pod.yaml"
    And pod "quota-mem-cpu-demo" is Running

  Scenario: What is used is counted
    Then the status.used of resourcequota "compute" is:
      """yaml
      count/secrets: "0"
      limits.cpu: 800m
      limits.memory: 800Mi
      pods: "1"
      requests.cpu: 400m
      requests.memory: 600Mi
      services.nodeports: "0"
      """
    When I delete pod "quota-mem-cpu-demo"
    Then the status.used.pods of resourcequota "compute" is 0

  Scenario: What would be too much is refused
    When I create "resource-quota/pod-2.yaml"
    Then it is Forbidden:
      """
      pods "quota-mem-cpu-demo-2" is forbidden: exceeded quota: compute, requested: requests.memory=700Mi, used: requests.memory=600Mi, limited: requests.memory=1Gi
      """

  Scenario: A pod that says nothing cannot be counted
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: none}
      spec: {containers: [{name: c, image: nginx}]}
      """
    Then it is Forbidden:
      """
      pods "none" is forbidden: failed quota: compute: must specify limits.cpu for: c; limits.memory for: c; requests.cpu for: c; requests.memory for: c
      """

  Scenario: A deployment is accepted, its pods are not
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: nginx, image: nginx}]}
      """
    Then it is accepted
    And deployment "web" has condition ReplicaFailure True with reason "FailedCreate" and message "pods \"web-<hash>-<hash>\" is forbidden: failed quota: compute: must specify limits.cpu for: nginx; limits.memory for: nginx; requests.cpu for: nginx; requests.memory for: nginx"
    And there are no pods with labels "app=web" for 10m

  Scenario: No service may open a port of the nodes
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: np}
      spec: {type: NodePort, selector: {app: np}, ports: [{port: 80}]}
      """
    Then it is Forbidden:
      """
      services "np" is forbidden: exceeded quota: compute, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0
      """

  Scenario: Two secrets, not three
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: two}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: three}
      """
    Then it is Forbidden:
      """
      secrets "three" is forbidden: exceeded quota: compute, requested: count/secrets=1, used: count/secrets=2, limited: count/secrets=2
      """
    When I delete secret "one"
    Then the status.used["count/secrets"] of resourcequota "compute" is 1
