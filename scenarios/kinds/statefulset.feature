Feature: StatefulSet

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a stateful set
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: db, image: db:1}]}
      """
    Then the answer matches its snapshot
    And its spec.replicas is 1
    And its spec.podManagementPolicy is "OrderedReady"
    And its spec.updateStrategy is:
      """yaml
      type: RollingUpdate
      rollingUpdate: {partition: 0}
      """
    And its spec.revisionHistoryLimit is 10
    And its spec.persistentVolumeClaimRetentionPolicy is:
      """yaml
      whenDeleted: Retain
      whenScaled: Retain
      """

  Scenario: Several mistakes at once
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: s}
      spec:
        serviceName: s
        replicas: -1
        podManagementPolicy: Random
        updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: -1, maxUnavailable: 0}}
        ordinals: {start: -1}
        persistentVolumeClaimRetentionPolicy: {whenDeleted: Keep}
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      StatefulSet.apps "s" is invalid: [spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel', spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0, spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Keep": supported values: "Retain", "Delete", spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0]
      """
    And it is Invalid with causes:
      | field                                                 | reason                 |
      | spec.podManagementPolicy                              | FieldValueInvalid      |
      | spec.updateStrategy.rollingUpdate.partition           | FieldValueInvalid      |
      | spec.persistentVolumeClaimRetentionPolicy.whenDeleted | FieldValueNotSupported |
      | spec.replicas                                         | FieldValueInvalid      |
      | spec.ordinals.start                                   | FieldValueInvalid      |

  Scenario: A name with dots
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: dot.ted}
      spec:
        serviceName: db
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: db, image: db:1}]}
      """
    Then it is Invalid:
      """
      StatefulSet.apps "dot.ted" is invalid: metadata.name: Invalid value: "dot.ted": must not contain dots
      """

  Scenario: A selector that does not match the template
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        selector: {matchLabels: {other: thing}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: db, image: db:1}]}
      """
    Then it is Invalid:
      """
      StatefulSet.apps "db" is invalid: spec.template.metadata.labels: Invalid value: {"app":"db"}: `selector` does not match template `labels`
      """

  Scenario: The service it belongs to cannot be changed
    Given I create:
      """yaml
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: db, image: db:1}]}
      """
    When I patch statefulset "db" with:
      """yaml
      spec: {serviceName: other}
      """
    Then it is Invalid:
      """
      StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden
      """
