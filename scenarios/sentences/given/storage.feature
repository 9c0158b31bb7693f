Feature: Given — storage

  Scenario: A driver on all nodes
    Given a cluster with 2 nodes
    And the CSI driver "ebs.csi.aws.com"
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: disks}
      provisioner: ebs.csi.aws.com
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
    Then there is an event "Normal" "Provisioning" for pvc "data" with message:
      """
      External provisioner is provisioning volume for claim "default/data"
      """
    And there is an event "Normal" "ProvisioningSucceeded" for pvc "data" with message containing "Successfully provisioned volume pvc-"
    And pvc "data" is Bound
    And there is an event "Normal" "SuccessfulAttachVolume" for pod "db"
    And pod "db" is Ready
    And there is a volumeattachment matching:
      """yaml
      metadata: {finalizers: [external-attacher/ebs-csi-aws-com]}
      status: {attached: true}
      """
    When I delete pod "db"
    Then there are no volumeattachments within 30s
    When I delete pvc "data"
    Then there are no persistentvolumes

  Scenario: A driver on one node
    Given a cluster with 2 nodes
    And the CSI driver "keys.example.com" on node "node-1"
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: keys.example.com}
      spec: {attachRequired: false, volumeLifecycleModes: [Ephemeral]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: here}
      spec:
        nodeName: node-1
        containers: [{name: c, image: nginx, volumeMounts: [{name: keys, mountPath: /keys}]}]
        volumes: [{name: keys, csi: {driver: keys.example.com}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: there}
      spec:
        nodeName: node-2
        containers: [{name: c, image: nginx, volumeMounts: [{name: keys, mountPath: /keys}]}]
        volumes: [{name: keys, csi: {driver: keys.example.com}}]
      """
    Then pod "here" is Ready
    And there is an event "Warning" "FailedMount" for pod "there" with message containing "driver name keys.example.com not found in the list of registered CSI drivers"
    And the spec.drivers of csinode "node-1" is:
      """yaml
      - {name: keys.example.com, nodeID: node-1, topologyKeys: null}
      """
    When the CSI driver "keys.example.com" on node "node-2"
    Then pod "there" is Ready
