# Volumes of CSI drivers are attached to nodes by somebody outside: what the cluster asks for, and what it says while nobody comes.
Feature: Attaching and growing volumes

  Background:
    Given a cluster
    And I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: disks}
      provisioner: disk.example.com
      allowVolumeExpansion: true
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: disk-1}
      spec:
        capacity: {storage: 5Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: disks
        csi: {driver: disk.example.com, volumeHandle: one}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], storageClassName: disks, resources: {requests: {storage: 5Gi}}}
      """
    And pvc "data" is Bound

  Scenario: A pod on a node asks for an attachment, which goes with it
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: db}
      spec:
        containers: [{name: c, image: postgres}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then there is 1 volumeattachment
    And the spec of every volumeattachment is:
      """yaml
      attacher: disk.example.com
      nodeName: node-1
      source: {persistentVolumeName: disk-1}
      """
    Given the patience is 3 minutes
    Then there is an event "Warning" "FailedAttachVolume" for pod "db" with message:
      """
      AttachVolume.Attach failed for volume "disk-1" : timed out waiting for external-attacher of disk.example.com CSI driver to attach volume one
      """
    When I delete pod "db"
    Then there are no volumeattachments within 2m

  Scenario: A claim that asks for more waits for its driver
    When I patch pvc "data" with:
      """yaml
      spec: {resources: {requests: {storage: 8Gi}}}
      """
    Then there is an event "Normal" "ExternalExpanding" for pvc "data" with message "waiting for an external controller to expand this PVC"
    And its status.capacity.storage is 5Gi
