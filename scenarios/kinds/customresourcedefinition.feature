Feature: Versions of a custom resource

  Scenario: Old versions warn, lists are maps, and stored versions stay
    Given I apply:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: probes.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: probes, singular: probe, kind: Probe}
        versions:
        - {name: v1, served: true, storage: true, deprecated: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {ports: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}, port: {type: integer}}}}}}}}}}
        - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
      """
    When I apply:
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: a}
      """
    Then it is accepted with the warning "example.com/v1 Probe is deprecated; use example.com/v2 Probe"
    When I server-side apply with field manager "one":
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: a}
      spec: {ports: [{name: http, port: 80}]}
      """
    When I server-side apply with field manager "two":
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: a}
      spec: {ports: [{name: https, port: 443}]}
      """
    Then the spec.ports of probe "a" is:
      """yaml
      [{name: http, port: 80}, {name: https, port: 443}]
      """
    When I server-side apply with field manager "two":
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: a}
      spec: {ports: [{name: http, port: 8080}]}
      """
    Then it is Conflict with message "Apply failed with 1 conflict: conflict with \"one\": .spec.ports[name=\"http\"].port"
    When I JSON-patch customresourcedefinition "probes.example.com" with:
      """yaml
      - {op: replace, path: /spec/versions/0/storage, value: false}
      - {op: replace, path: /spec/versions/1/storage, value: true}
      """
    Then the status.storedVersions of customresourcedefinition "probes.example.com" is ["v1", "v2"]
    When I JSON-patch customresourcedefinition "probes.example.com" with:
      """yaml
      - {op: remove, path: /spec/versions/0}
      """
    Then it is Invalid with message "CustomResourceDefinition.apiextensions.k8s.io \"probes.example.com\" is invalid: status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions"
