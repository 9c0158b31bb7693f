Feature: PersistentVolume

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a volume
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: pv-host}
      spec:
        capacity: {storage: 500M}
        accessModes: [ReadWriteOnce]
        hostPath: {path: /tmp/pv, type: Directory}
      """
    Then the answer matches its snapshot
    And its spec.persistentVolumeReclaimPolicy is "Retain"
    And its spec.volumeMode is "Filesystem"
    And its metadata.finalizers is:
      """yaml
      - kubernetes.io/pv-protection
      """

  Scenario: No type of volume
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: v}
      spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]}
      """
    Then it is Invalid:
      """
      PersistentVolume "v" is invalid: spec: Required value: must specify a volume type
      """

  Scenario: Two types of volume
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: v}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        hostPath: {path: /a}
        nfs: {server: s, path: /b}
      """
    Then it is Invalid:
      """
      PersistentVolume "v" is invalid: spec.nfs: Forbidden: may not specify more than 1 volume type
      """

  Scenario: An access mode and a capacity that do not exist
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: v}
      spec:
        capacity: {cpu: 1}
        accessModes: [ReadWriteMost]
        hostPath: {path: /a}
      """
    Then it is Invalid:
      """
      PersistentVolume "v" is invalid: [spec.accessModes: Unsupported value: "ReadWriteMost": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod", spec.capacity: Unsupported value: {"cpu":"1"}: supported values: "storage"]
      """
    And it is Invalid with causes:
      | field            | reason                 |
      | spec.accessModes | FieldValueNotSupported |
      | spec.capacity    | FieldValueNotSupported |

  Scenario: Its mode cannot be changed
    Given I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: pv-host}
      spec:
        capacity: {storage: 500M}
        accessModes: [ReadWriteOnce]
        hostPath: {path: /tmp/pv, type: Directory}
      """
    When I patch persistentvolume "pv-host" with:
      """yaml
      spec: {volumeMode: Block}
      """
    Then it is Invalid:
      """
      PersistentVolume "pv-host" is invalid: volumeMode: Invalid value: "Block": field is immutable
      """
