Feature: ResourceQuota

  Background:
    Given a cluster with no nodes
    And the namespace "team"

  Scenario: It counts what is there
    When I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: things}
      spec: {hard: {configmaps: 3, pods: 1}}
      """
    Then its status.used is:
      """yaml
      configmaps: 1
      pods: 0
      """
    And its status.hard is:
      """yaml
      configmaps: 3
      pods: 1
      """
    And it matches its snapshot

  Scenario: What is too much is forbidden
    Given I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: compute}
      spec: {hard: {pods: 1, requests.cpu: 500m}}
      """
    And its status.used.pods is 0
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hungry}
      spec:
        containers:
        - {name: app, image: nginx, resources: {requests: {cpu: 700m}}}
      """
    Then it is Forbidden:
      """
      pods "hungry" is forbidden: exceeded quota: compute, requested: requests.cpu=700m, used: requests.cpu=0, limited: requests.cpu=500m
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: silent}
      spec:
        containers:
        - {name: app, image: nginx}
      """
    Then it is Forbidden:
      """
      pods "silent" is forbidden: failed quota: compute: must specify requests.cpu for: app
      """

  Scenario: A quantity that is none
    When I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: q}
      spec: {hard: {requests.cpu: lots}}
      """
    Then it is BadRequest:
      """
      ResourceQuota in version "v1" cannot be handled as a ResourceQuota: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
      """

  Scenario: A scope that does not fit its resources
    When I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: q}
      spec: {hard: {services: 1, requests.cpu: 1}, scopes: [BestEffort]}
      """
    Then it is Invalid:
      """
      ResourceQuota "q" is invalid: spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource
      """
    And it is Invalid with causes:
      | field       | reason            |
      | spec.scopes | FieldValueInvalid |
      | spec.scopes | FieldValueInvalid |

  Scenario: A resource nobody counts
    When I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: everything}
      spec:
        hard:
          pods: "20"
          requests.cpu: "8"
          requests.memory: 16Gi
          limits.cpu: "16"
          limits.memory: 32Gi
          requests.storage: 100Gi
          persistentvolumeclaims: "7"
          fast.storageclass.storage.k8s.io/requests.storage: 50Gi
          services: 5
          services.loadbalancers: 1
          services.nodeports: 2
          secrets: "30"
          configmaps: 30
          count/deployments.apps: 10
          count/jobs.batch: "3"
          requests.example.org/gpu: 4
          requests.ephemeral-storage: 10Gi
          bogus: 1
      """
    Then it is Invalid:
      """
      ResourceQuota "everything" is invalid: [spec.hard[bogus]: Invalid value: "bogus": must be a standard resource type or fully qualified, spec.hard[bogus]: Invalid value: "bogus": must be a standard resource for quota]
      """
    And it is Invalid with causes:
      | field            | reason            |
      | spec.hard[bogus] | FieldValueInvalid |
      | spec.hard[bogus] | FieldValueInvalid |

  Scenario: Its scopes cannot be changed
    Given I create:
      """yaml
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: calm}
      spec: {hard: {pods: 2}, scopes: [BestEffort]}
      """
    When I patch resourcequota "calm" with:
      """yaml
      spec: {scopes: [NotBestEffort]}
      """
    Then it is Invalid:
      """
      ResourceQuota "calm" is invalid: spec.scopes: Invalid value: ["NotBestEffort"]: field is immutable
      """
