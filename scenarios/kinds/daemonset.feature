Feature: DaemonSet

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a daemon set
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: a, image: agent:1}]}
      """
    Then the answer matches its snapshot
    And its spec.updateStrategy is:
      """yaml
      type: RollingUpdate
      rollingUpdate: {maxUnavailable: 1, maxSurge: 0}
      """
    And its spec.revisionHistoryLimit is 10
    And its spec.template.spec.restartPolicy is "Always"

  Scenario: An empty selector
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: a, image: agent:1}]}
      """
    Then it is Invalid:
      """
      DaemonSet.apps "agent" is invalid: spec.selector: Invalid value: {}: empty selector is invalid for daemonset
      """

  Scenario: Pods that end by themselves
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: a, image: agent:1}], restartPolicy: Never}
      """
    Then it is Invalid:
      """
      DaemonSet.apps "agent" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
      """

  Scenario: A container of nothing
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template: {metadata: {labels: {app: agent}}, spec: {containers: [{}]}}
      """
    Then it is Invalid:
      """
      DaemonSet.apps "agent" is invalid: [spec.template.spec.containers[0].name: Required value, spec.template.spec.containers[0].image: Required value]
      """
    And it is Invalid with causes:
      | field                                  | reason             |
      | spec.template.spec.containers[0].name  | FieldValueRequired |
      | spec.template.spec.containers[0].image | FieldValueRequired |

  Scenario: The selector cannot be changed
    Given I create:
      """yaml
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: a, image: agent:1}]}
      """
    When I patch daemonset "agent" with:
      """yaml
      spec:
        selector: {matchLabels: {app: other}}
        template: {metadata: {labels: {app: other}}}
      """
    Then it is Invalid:
      """
      DaemonSet.apps "agent" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
      """
