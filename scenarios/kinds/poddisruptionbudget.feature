Feature: PodDisruptionBudget

  Background:
    Given a cluster with no nodes

  Scenario: A budget is taken as it is written
    When I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: keep-two}
      spec: {minAvailable: 2, selector: {matchLabels: {app: db}}}
      """
    Then the answer matches its snapshot
    And its spec.minAvailable is 2
    And its spec.unhealthyPodEvictionPolicy is absent

  Scenario: Both a minimum and a maximum
    When I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: b}
      spec: {minAvailable: 1, maxUnavailable: 1, selector: {matchLabels: {a: b}}}
      """
    Then it is Invalid:
      """
      PodDisruptionBudget.policy "b" is invalid: spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"a":"b"}},"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set
      """

  Scenario: A policy that does not exist
    When I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: lose-some}
      spec:
        maxUnavailable: 25%
        unhealthyPodEvictionPolicy: ""
        selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}
      """
    Then it is Invalid:
      """
      PodDisruptionBudget.policy "lose-some" is invalid: spec.unhealthyPodEvictionPolicy: Unsupported value: "": supported values: "AlwaysAllow", "IfHealthyBudget"
      """

  Scenario: A share that is no percentage
    When I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: lose-some}
      spec:
        maxUnavailable: ""
        unhealthyPodEvictionPolicy: AlwaysAllow
        selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}
      """
    Then it is Invalid:
      """
      PodDisruptionBudget.policy "lose-some" is invalid: spec.maxUnavailable: Invalid value: "": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')
      """

  Scenario: A budget can be changed, but not to both
    Given I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: keep-two}
      spec: {minAvailable: 2, selector: {matchLabels: {app: db}}}
      """
    When I patch pdb "keep-two" with:
      """yaml
      spec: {maxUnavailable: 1}
      """
    Then it is Invalid:
      """
      PodDisruptionBudget.policy "keep-two" is invalid: spec: Invalid value: {"MinAvailable":2,"Selector":{"matchLabels":{"app":"db"}},"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set
      """
