# Seeds/001 section 6, "Enabling Service Topology". The feature of v1.17 and its gate are gone (v1.22): today a Service says by its
# trafficDistribution, or by an annotation, that endpoints nearby are preferred, and the slices carry the hints.
Feature: Endpoints nearby come first

  Background:
    Given a cluster with nodes:
      | name   | zone   |
      | node-1 | zone-a |
      | node-2 | zone-b |
      | node-3 | zone-c |
    And these objects:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            topologySpreadConstraints:
            - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}
            containers: [{name: web, image: nginx}]
      """
    And deployment "web" is rolled out

  Scenario: The field of old is not known any more
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80}]
        topologyKeys: [kubernetes.io/hostname, topology.kubernetes.io/zone, "*"]
      """
    Then it is BadRequest:
      """
      Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.topologyKeys"
      """

  Scenario Outline: <distribution> hints at <where>
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80}]
        trafficDistribution: <distribution>
      """
    Then there is an endpointslice with labels "kubernetes.io/service-name=web" matching:
      """yaml
      endpoints:
      - {nodeName: <any>, zone: <any>, hints: <hints>}
      - {nodeName: <any>, zone: <any>, hints: <hints>}
      - {nodeName: <any>, zone: <any>, hints: <hints>}
      """

    Examples:
      | distribution   | where    | hints                                                  |
      | PreferSameZone | its zone | {forZones: [{name: <any>}], forNodes: <absent>}        |
      | PreferClose    | its zone | {forZones: [{name: <any>}], forNodes: <absent>}        |
      | PreferSameNode | its node | {forZones: [{name: <any>}], forNodes: [{name: <any>}]} |

  Scenario: Each endpoint is meant for its own zone
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}], trafficDistribution: PreferSameZone}
      """
    Then the endpoints[nodeName=node-1] of every endpointslice with labels "kubernetes.io/service-name=web" matches:
      """yaml
      {zone: zone-a, hints: {forZones: [{name: zone-a}]}}
      """
    And the endpoints[nodeName=node-2] of every endpointslice with labels "kubernetes.io/service-name=web" matches:
      """yaml
      {zone: zone-b, hints: {forZones: [{name: zone-b}]}}
      """
    And the endpoints[nodeName=node-3] of every endpointslice with labels "kubernetes.io/service-name=web" matches:
      """yaml
      {zone: zone-c, hints: {forZones: [{name: zone-c}]}}
      """

  Scenario: Without it there are no hints
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """
    Then there is an endpointslice with labels "kubernetes.io/service-name=web" matching:
      """yaml
      endpoints:
      - {nodeName: <any>, zone: <any>, hints: <absent>}
      - {nodeName: <any>, zone: <any>, hints: <absent>}
      - {nodeName: <any>, zone: <any>, hints: <absent>}
      """

  Scenario: A word nobody knows
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}], trafficDistribution: Nearby}
      """
    Then it is Invalid:
      """
      Service "web" is invalid: spec.trafficDistribution: Unsupported value: "Nearby": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"
      """
