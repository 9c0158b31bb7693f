Feature: PersistentVolumeClaim

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a claim
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """
    Then the answer matches its snapshot
    And its spec.volumeMode is "Filesystem"
    And its spec.storageClassName is absent
    And its metadata.finalizers is:
      """yaml
      - kubernetes.io/pvc-protection
      """

  Scenario: The default class is filled in
    Given I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata:
        name: standard
        annotations: {storageclass.kubernetes.io/is-default-class: "true"}
      provisioner: disk.csi.example.org
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
      """
    Then its spec.storageClassName is "standard"

  Scenario: No access mode
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {resources: {requests: {storage: 1Gi}}}
      """
    Then it is Invalid:
      """
      PersistentVolumeClaim "data" is invalid: spec.accessModes: Required value: at least 1 access mode is required
      """

  Scenario: No size
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: null}
      """
    Then it is Invalid:
      """
      PersistentVolumeClaim "data" is invalid: spec.resources[storage]: Required value
      """

  Scenario: A size in no known unit
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: c}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5GB}}}
      """
    Then it is BadRequest:
      """
      PersistentVolumeClaim in version "v1" cannot be handled as a PersistentVolumeClaim: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
      """

  Scenario: An access mode where a list belongs
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: c}
      spec: {accessModes: ReadWriteOnce, resources: {requests: {storage: 1Gi}}}
      """
    Then it is BadRequest:
      """
      PersistentVolumeClaim in version "v1" cannot be handled as a PersistentVolumeClaim: json: cannot unmarshal string into Go struct field PersistentVolumeClaimSpec.spec.accessModes of type []v1.PersistentVolumeAccessMode
      """

  Scenario: What a claim asks for cannot be changed
    Given I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: {requests: {storage: 1Gi}}
      """
    When I patch persistentvolumeclaim "data" with:
      """yaml
      spec: {accessModes: [ReadWriteMany]}
      """
    Then it is Invalid:
      """
      PersistentVolumeClaim "data" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
      @@ -1,6 +1,6 @@
       {
        "AccessModes": [
      -  "ReadWriteOnce"
      +  "ReadWriteMany"
        ],
        "Selector": null,
        "Resources": {

      """
