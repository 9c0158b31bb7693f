Feature: NetworkPolicy

  Background:
    Given a cluster with no nodes

  Scenario: A policy without types is about what comes in
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: rich}
      spec: {}
      """
    Then its spec.podSelector is:
      """yaml
      {}
      """
    And its spec.policyTypes is:
      """yaml
      - Ingress
      """
    And it matches its snapshot

  Scenario: With rules for what goes out it is about both
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: egress-default}
      spec: {podSelector: {}, egress: []}
      """
    Then its spec.policyTypes is:
      """yaml
      - Ingress
      """
    And it matches its snapshot

  Scenario: Ports and their ends
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: "n"}
      spec:
        podSelector: {}
        egress:
        - ports:
          - {port: 100, endPort: 50}
          - {port: http, endPort: 80}
          - {endPort: 80}
          - {port: 99999}
          - {protocol: ICMP, port: 1}
      """
    Then it is Invalid:
      """
      NetworkPolicy.networking.k8s.io "n" is invalid: [spec.egress[0].ports[0].endPort: Invalid value: 100: must be greater than or equal to `port`, spec.egress[0].ports[1].endPort: Invalid value: 80: may not be specified when `port` is non-numeric, spec.egress[0].ports[2].endPort: Invalid value: 80: may not be specified when `port` is not specified, spec.egress[0].ports[3].port: Invalid value: 99999: must be between 1 and 65535, inclusive, spec.egress[0].ports[4].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"]
      """
    And it is Invalid with causes:
      | field                            | reason                 |
      | spec.egress[0].ports[0].endPort  | FieldValueInvalid      |
      | spec.egress[0].ports[1].endPort  | FieldValueInvalid      |
      | spec.egress[0].ports[2].endPort  | FieldValueInvalid      |
      | spec.egress[0].ports[3].port     | FieldValueInvalid      |
      | spec.egress[0].ports[4].protocol | FieldValueNotSupported |

  Scenario: More types than there are
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: "n"}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}
      """
    Then it is Invalid:
      """
      NetworkPolicy.networking.k8s.io "n" is invalid: spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes
      """

  Scenario: A peer where a list of peers belongs
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: "n"}
      spec: {podSelector: {}, ingress: [{from: {podSelector: {}}}]}
      """
    Then it is BadRequest:
      """
      NetworkPolicy in version "v1" cannot be handled as a NetworkPolicy: json: cannot unmarshal object into Go struct field NetworkPolicyIngressRule.spec.ingress.from of type []v1.NetworkPolicyPeer
      """

  Scenario: A block of addresses that is none
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: from-office}
      spec:
        podSelector: {}
        ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [192.168.0.0/16]}}]}]
      """
    Then it is Invalid:
      """
      NetworkPolicy.networking.k8s.io "from-office" is invalid: spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "192.168.0.0/16": must be a strict subset of `cidr`
      """
