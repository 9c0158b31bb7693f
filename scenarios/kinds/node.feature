Feature: Node

  Background:
    Given a cluster with no nodes

  Scenario: A node is taken as it is written
    When I create:
      """yaml
      apiVersion: v1
      kind: Node
      metadata: {name: metal-1}
      """
    Then the answer matches its snapshot
    And its spec is:
      """yaml
      taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]
      """

  Scenario: Several mistakes at once
    When I create:
      """yaml
      apiVersion: v1
      kind: Node
      metadata: {name: "n"}
      spec:
        podCIDR: 10.0.0.0
        taints:
        - {key: a, effect: NoSchedule}
        - {key: a, effect: NoSchedule}
        - {key: b c, effect: NoWay}
        - {effect: NoExecute}
      """
    Then it is Invalid:
      """
      Node "n" is invalid: [metadata.taints[1]: Duplicate value: {"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair, metadata.taints[2].key: Invalid value: "b c": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), metadata.taints[2].effect: Unsupported value: "NoWay": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute", metadata.taints[3].key: Invalid value: "": name part must be non-empty, metadata.taints[3].key: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.podCIDRs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)]
      """
    And it is Invalid with causes:
      | field                     | reason                 |
      | metadata.taints[1]        | FieldValueDuplicate    |
      | metadata.taints[2].key    | FieldValueInvalid      |
      | metadata.taints[2].effect | FieldValueNotSupported |
      | metadata.taints[3].key    | FieldValueInvalid      |
      | metadata.taints[3].key    | FieldValueInvalid      |
      | spec.podCIDRs[0]          | FieldValueInvalid      |

  Scenario: Its pod network cannot be changed once set
    Given I create:
      """yaml
      apiVersion: v1
      kind: Node
      metadata: {name: metal-1}
      spec: {podCIDR: 10.1.0.0/24, podCIDRs: [10.1.0.0/24]}
      """
    When I merge-patch node "metal-1" with:
      """yaml
      spec: {podCIDR: 10.2.0.0/24, podCIDRs: [10.2.0.0/24]}
      """
    Then it is Invalid:
      """
      Node "metal-1" is invalid: spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid
      """

  Scenario: What others say of a node's health its kubelet puts right at its next look
    Given a cluster
    And 5 seconds pass
    When I patch the status of node "node-1" with:
      """yaml
      status:
        conditions: [{type: Ready, status: "False", reason: Mistaken, message: somebody says so}]
      """
    Then node "node-1" is not Ready immediately
    And node "node-1" has condition Ready True with reason "KubeletReady" within 10s
