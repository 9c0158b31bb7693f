Feature: The garbage collector and new kinds
  The collector asks every 30 seconds which kinds there are; of objects of younger ones it does not hear.

  Scenario: An object of a new kind that leaves its dependents waits until the collector knows the kind
    Given a cluster with 1 node
    When I create:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: probes.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: probes, singular: probe, kind: Probe}
        versions:
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
      """
    And 2 seconds pass
    And I create:
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: p}
      """
    And I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held}
      """
    And I delete configmap "held" leaving its dependents
    And I delete probe "p" leaving its dependents
    And 20 seconds pass
    Then there is no configmap "held"
    And the metadata.finalizers of probe "p" is ["orphan"]
    And there is no probe "p" within 10s
