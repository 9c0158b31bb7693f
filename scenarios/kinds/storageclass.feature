Feature: StorageClass

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a class
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: plain}
      provisioner: disk.csi.example.org
      """
    Then its reclaimPolicy is "Delete"
    And its volumeBindingMode is "Immediate"
    And its allowVolumeExpansion is absent
    And it matches its snapshot

  Scenario: No provisioner
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: s}
      """
    Then it is Invalid:
      """
      StorageClass.storage.k8s.io "s" is invalid: provisioner: Required value
      """

  Scenario: The provisioner below a spec, which a class has not
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: s}
      spec: {provisioner: a.b}
      """
    Then it is BadRequest:
      """
      StorageClass in version "v1" cannot be handled as a StorageClass: strict decoding error: unknown field "spec"
      """

  Scenario: A parameter that is no text
    When I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: s}
      provisioner: a.b/c
      parameters: {iops: 300}
      """
    Then it is BadRequest:
      """
      StorageClass in version "v1" cannot be handled as a StorageClass: json: cannot unmarshal number into Go struct field StorageClass.parameters of type string
      """

  Scenario: Neither provisioner nor parameters can be changed
    Given I create:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: plain}
      provisioner: disk.csi.example.org
      """
    When I patch storageclass "plain" with:
      """yaml
      provisioner: other.example.org
      """
    Then it is Invalid:
      """
      StorageClass.storage.k8s.io "plain" is invalid: provisioner: Invalid value: "other.example.org": field is immutable
      """
