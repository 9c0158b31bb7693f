# A node mounts a driver's volume only once it is attached, and only while the driver is on the node.
Feature: Volumes whose CSI driver is nowhere

  Background:
    Given a cluster with 1 node

  Scenario: A volume nobody attaches
    When I create:
      """yaml
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
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: db}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: c, image: nginx, volumeMounts: [{name: data, mountPath: /data}]}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then there is a volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44"
    And the status.volumesInUse of node "node-1" is ["kubernetes.io/csi/disk.example.com^one"] within 10s
    Given the patience is 3 minutes
    Then there is an event "Warning" "FailedAttachVolume" for pod "db" with message:
      """
      AttachVolume.Attach failed for volume "disk-1" : timed out waiting for external-attacher of disk.example.com CSI driver to attach volume one
      """
    And there is no event "Warning" "FailedMount" for pod "db"
    And container "c" of pod "db" is Waiting with reason "ContainerCreating"
    When I patch the status of volumeattachment "csi-b10c9f1ccc0e1db1cb1d0b16289ef4ae9ed4adfd77e9ecc47f913de5e3e9dc44" with:
      """yaml
      status: {attached: true}
      """
    Then there is an event "Warning" "FailedMount" for pod "db" with message:
      """
      MountVolume.MountDevice failed for volume "disk-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name disk.example.com not found in the list of registered CSI drivers
      """
    And container "c" of pod "db" is Waiting with reason "ContainerCreating"
    When I delete pod "db"
    Then the status.volumesInUse of node "node-1" is absent within 15s
    And there are no volumeattachments

  Scenario: A volume that need not be attached, and one of the pod itself
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: files.example.com}
      spec: {attachRequired: false}
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: share}
      spec:
        capacity: {storage: 5Gi}
        accessModes: [ReadWriteMany]
        storageClassName: files
        csi: {driver: files.example.com, volumeHandle: one}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteMany], storageClassName: files, resources: {requests: {storage: 5Gi}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
          - name: c
            image: nginx
            volumeMounts: [{name: data, mountPath: /data}, {name: keys, mountPath: /keys}]
        volumes:
          - {name: data, persistentVolumeClaim: {claimName: data}}
          - {name: keys, csi: {driver: keys.example.com}}
      """
    Then there is an event "Warning" "FailedMount" for pod "web" with message:
      """
      MountVolume.MountDevice failed for volume "share" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name files.example.com not found in the list of registered CSI drivers
      """
    And there is an event "Warning" "FailedMount" for pod "web" with message:
      """
      MountVolume.SetUp failed for volume "keys" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name keys.example.com not found in the list of registered CSI drivers
      """
    And the event "Warning" "FailedMount" for pod "web" happens at least 6 times within 10s
    And there are no volumeattachments
    And the status.volumesInUse of node "node-1" is absent
