Feature: EndpointSlice

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of its ports
    When I create:
      """yaml
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: slice-1, labels: {kubernetes.io/service-name: front}}
      addressType: IPv4
      endpoints:
      - addresses: [10.11.12.13]
        conditions: {ready: true, serving: true, terminating: false}
        hostname: one
        nodeName: node-a
        zone: z1
        hints: {forZones: [{name: z1}], forNodes: [{name: node-a}]}
        targetRef: {kind: Pod, name: p, namespace: default}
        deprecatedTopology: {a: b}
      - {addresses: [10.11.12.14]}
      ports: [{name: http, port: 80, protocol: TCP}, {name: x, port: 81}]
      """
    Then its ports is:
      """yaml
      - {name: http, protocol: TCP, port: 80}
      - {name: x, protocol: TCP, port: 81}
      """
    And its endpoints[0].conditions is:
      """yaml
      ready: true
      serving: true
      terminating: false
      """
    And it matches its snapshot

  Scenario: No type of addresses
    When I create:
      """yaml
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      endpoints: [{addresses: [1.2.3.4]}]
      """
    Then it is Invalid:
      """
      EndpointSlice.discovery.k8s.io "e" is invalid: addressType: Required value
      """

  Scenario: Several mistakes at once
    When I create:
      """yaml
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      addressType: IPv4
      endpoints: [{addresses: [2001:db8::1, 1.2.3.4]}, {addresses: []}]
      ports: [{name: a, port: 1}, {name: a, port: 2}]
      """
    Then it is Invalid:
      """
      EndpointSlice.discovery.k8s.io "e" is invalid: [ports[1].name: Duplicate value: "a", endpoints[0].addresses: Invalid value: "2001:db8::1": must be an IPv4 address, endpoints[1].addresses: Required value: must contain at least 1 address]
      """
    And it is Invalid with causes:
      | field                  | reason              |
      | ports[1].name          | FieldValueDuplicate |
      | endpoints[0].addresses | FieldValueInvalid   |
      | endpoints[1].addresses | FieldValueRequired  |

  Scenario: An address that is none
    When I create:
      """yaml
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: slice-1, labels: {kubernetes.io/service-name: front}}
      addressType: IPv4
      endpoints:
      - addresses: [1.2.3]
        conditions: {ready: true, serving: true, terminating: false}
        hostname: one
        nodeName: node-a
        zone: z1
        hints: {forZones: [{name: z1}], forNodes: [{name: node-a}]}
        targetRef: {kind: Pod, name: p, namespace: default}
        deprecatedTopology: {a: b}
      - {addresses: [10.11.12.14]}
      ports:
      - {name: http, port: 80, protocol: TCP, appProtocol: http}
      - {name: x, port: 81}
      """
    Then it is Invalid:
      """
      EndpointSlice.discovery.k8s.io "slice-1" is invalid: endpoints[0].addresses[0]: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
      """

  Scenario: The type of addresses cannot be changed
    Given I create:
      """yaml
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: web-1}
      addressType: IPv4
      endpoints: []
      """
    When I patch endpointslice "web-1" with:
      """yaml
      addressType: IPv6
      """
    Then it is Invalid:
      """
      EndpointSlice.discovery.k8s.io "web-1" is invalid: addressType: Invalid value: "IPv6": field is immutable
      """
