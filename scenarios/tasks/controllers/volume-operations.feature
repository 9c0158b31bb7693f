# Upstream: pkg/controller/volume/persistentvolume/pv_controller.go, pkg/util/goroutinemap/exponentialbackoff.
Feature: When the binder tries again
  It looks at all claims every fifteen seconds since it began. What it does to a volume is an operation of its own: after one that
  failed none begins for half a second, then a second, and so on up to two minutes and two seconds.

  Background:
    Given a cluster with no nodes

  Scenario: Provisioning that fails is tried at the first look after each pause
    Given I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: host}
      provisioner: kubernetes.io/host-path
      """
    When 1 second passes
    And I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], storageClassName: host, resources: {requests: {storage: 1Gi}}}
      """
    And 14 minutes pass
    Then the events for pvc "data" are, in this order:
      | at | type    | reason             | message                                                                                           | count | last   |
      | 1s | Warning | ProvisioningFailed | Failed to create provisioner: provisioning in volume plugin "kubernetes.io/host-path" is disabled | 13    | 12m45s |

  Scenario: What is wrong with the class is told at every look
    Given I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: nfs}
      provisioner: kubernetes.io/nfs
      """
    When 1 second passes
    And I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], storageClassName: nfs, resources: {requests: {storage: 1Gi}}}
      """
    And 2 minutes pass
    Then the events for pvc "data" are, in this order:
      | at | type    | reason             | message                                | count | last |
      | 1s | Warning | ProvisioningFailed | no provisionable volume plugin matched | 9     | 2m   |
