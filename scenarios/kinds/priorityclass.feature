Feature: PriorityClass

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a class
    When I create:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: below-zero}
      value: -5
      globalDefault: true
      """
    Then its preemptionPolicy is "PreemptLowerPriority"
    And its globalDefault is true
    And it matches its snapshot

  Scenario: A value that is the system’s
    When I create:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: p}
      value: 1000000001
      """
    Then it is Invalid:
      """
      PriorityClass.scheduling.k8s.io "p" is invalid: value: Forbidden: maximum allowed value of a user defined priority is 1000000000
      """

  Scenario: A policy that does not exist
    When I create:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high}
      value: 100000
      description: for important work
      preemptionPolicy: Not_Valid!
      """
    Then it is Invalid:
      """
      PriorityClass.scheduling.k8s.io "high" is invalid: preemptionPolicy: Unsupported value: "Not_Valid!": supported values: "PreemptLowerPriority", "Never"
      """

  Scenario: A name that is the system’s
    When I create:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: system-mine}
      value: 10
      """
    Then it is Invalid:
      """
      PriorityClass.scheduling.k8s.io "system-mine" is invalid: metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class
      """

  Scenario: Its value cannot be changed
    Given I create:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high}
      value: 1000
      """
    When I patch priorityclass "high" with:
      """yaml
      value: 2000
      """
    Then it is Invalid:
      """
      PriorityClass.scheduling.k8s.io "high" is invalid: value: Forbidden: may not be changed in an update.
      """

  Scenario: The system’s own cannot be deleted
    When I delete priorityclass "system-node-critical"
    Then it is Forbidden:
      """
      priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted
      """
