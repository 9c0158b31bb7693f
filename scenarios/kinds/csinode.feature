Feature: CSINode

  Background:
    Given a cluster with 2 nodes

  Scenario: Each kubelet makes the one of its node, before any driver is there
    Then there are exactly 2 csinodes
    And csinode "node-1" matches:
      """yaml
      metadata:
        annotations:
          storage.alpha.kubernetes.io/migrated-plugins: kubernetes.io/aws-ebs,kubernetes.io/azure-disk,kubernetes.io/azure-file,kubernetes.io/cinder,kubernetes.io/gce-pd,kubernetes.io/portworx-volume,kubernetes.io/vsphere-volume
        ownerReferences: [{apiVersion: v1, kind: Node, name: node-1}]
      spec: {drivers: null}
      """

  Scenario: It goes with its node
    When node "node-2" goes down
    And I delete node "node-2"
    Then csinode "node-2" does not exist

  Scenario: A kubelet that knows what the cloud calls its machine says so
    Given the kubelet is configured:
      """yaml
      providerID: example://zone-a/vm-1
      """
    Then the spec.providerID of node "node-1" is "example://zone-a/vm-1"
