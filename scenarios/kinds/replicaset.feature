Feature: ReplicaSet

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a replica set
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: rs-simple}
      spec:
        selector: {matchLabels: {app: rs}}
        template:
          metadata: {labels: {app: rs}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then the answer matches its snapshot
    And its spec.replicas is 1
    And its spec.template.spec.restartPolicy is "Always"

  Scenario: A selector that does not match the template
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: rs-simple}
      spec:
        selector: {matchLabels: {other: thing}}
        template:
          metadata: {labels: {app: rs}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      ReplicaSet.apps "rs-simple" is invalid: spec.template.metadata.labels: Invalid value: {"app":"rs"}: `selector` does not match template `labels`
      """

  Scenario: No template
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: rs-simple}
      spec: {selector: {matchLabels: {app: rs}}, template: null}
      """
    Then it is Invalid:
      """
      ReplicaSet.apps "rs-simple" is invalid: [spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]
      """
    And it is Invalid with causes:
      | field                         | reason             |
      | spec.template.metadata.labels | FieldValueInvalid  |
      | spec.template.spec.containers | FieldValueRequired |

  Scenario: Pods that end by themselves
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: rs-simple}
      spec:
        selector: {matchLabels: {app: rs}}
        template:
          metadata: {labels: {app: rs}}
          spec: {containers: [{name: c, image: i:1}], restartPolicy: Never}
      """
    Then it is Invalid:
      """
      ReplicaSet.apps "rs-simple" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
      """

  Scenario: The selector cannot be changed
    Given I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: rs-simple}
      spec:
        selector: {matchLabels: {app: rs}}
        template:
          metadata: {labels: {app: rs}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    When I patch replicaset "rs-simple" with:
      """yaml
      spec:
        selector: {matchLabels: {app: other}}
        template: {metadata: {labels: {app: other}}}
      """
    Then it is Invalid:
      """
      ReplicaSet.apps "rs-simple" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
      """
