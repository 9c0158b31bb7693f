# Volumes of CSI drivers are attached to nodes by somebody outside: what the cluster asks for, and what it says while nobody comes.
Feature: Attaching and growing volumes

  Background:
    Given a cluster with 2 nodes
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
        nodeName: node-1
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
    Then there are no volumeattachments within 4m

  Scenario: A claim that asks for more waits for its driver
    When I patch pvc "data" with:
      """yaml
      spec: {resources: {requests: {storage: 8Gi}}}
      """
    Then there is an event "Normal" "ExternalExpanding" for pvc "data" with message "waiting for an external controller to expand this PVC"
    And its status.capacity.storage is 5Gi

  Scenario: What a driver says went wrong is told, again and again
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: db}
      spec:
        nodeName: node-1
        containers: [{name: c, image: postgres}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then there is a volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44"
    When I patch the status of volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44" with:
      """yaml
      status: {attachError: {message: no such disk}}
      """
    Then the event "Warning" "FailedAttachVolume" for pod "db" happens at least 3 times within 5s
    And there is an event "Warning" "FailedAttachVolume" for pod "db" with message:
      """
      AttachVolume.Attach failed for volume "disk-1" : no such disk
      """

  Scenario: A volume for one node waits there until the other has let it go
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: db-1}
      spec:
        nodeName: node-1
        terminationGracePeriodSeconds: 1
        containers: [{name: c, image: postgres}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then there is a volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44"
    When I patch the status of volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44" with:
      """yaml
      status: {attached: true}
      """
    Then there is an event "Normal" "SuccessfulAttachVolume" for pod "db-1"
    And the status.volumesAttached of node "node-1" is:
      """yaml
      - {name: "kubernetes.io/csi/disk.example.com^one", devicePath: ""}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: db-2}
      spec:
        nodeName: node-2
        containers: [{name: c, image: postgres}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then there is an event "Warning" "FailedAttachVolume" for pod "db-2" with message "Multi-Attach error for volume \"disk-1\" Volume is already used by pod(s) db-1"
    And there is 1 volumeattachment for 10 minutes
    When I delete pod "db-1"
    Then there is a volumeattachment matching:
      """yaml
      spec: {nodeName: node-2}
      """
    And there is exactly 1 volumeattachment
    And the status.volumesAttached of node "node-1" is absent

  Scenario: A claim of a plugin that a driver has taken over is left to the driver's resizer
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: disk-2}
      spec:
        capacity: {storage: 5Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: disks
        awsElasticBlockStore: {volumeID: vol-1}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: old}
      spec: {accessModes: [ReadWriteOnce], storageClassName: disks, volumeName: disk-2, resources: {requests: {storage: 5Gi}}}
      """
    Then pvc "old" is Bound
    When I patch pvc "old" with:
      """yaml
      spec: {resources: {requests: {storage: 8Gi}}}
      """
    Then there is an event "Normal" "ExternalExpanding" for pvc "old" with message "CSI migration enabled for kubernetes.io/aws-ebs; waiting for external resizer to expand the pvc"
    And it has the annotation "volume.kubernetes.io/storage-resizer" "ebs.csi.aws.com"
