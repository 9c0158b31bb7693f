Feature: Deployment

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a deployment
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: shop:1}]}
      """
    Then the answer matches its snapshot
    And its spec.replicas is 1
    And its spec.revisionHistoryLimit is 10
    And its spec.progressDeadlineSeconds is 600
    And its spec.strategy is:
      """yaml
      type: RollingUpdate
      rollingUpdate: {maxUnavailable: 25%, maxSurge: 25%}
      """
    And its spec.template.spec.restartPolicy is "Always"
    And its spec.template.spec.terminationGracePeriodSeconds is 30

  Scenario: A selector that does not match the template
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: ""}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: registry.example/shop:1}]}
      """
    Then it is Invalid:
      """
      Deployment.apps "shop" is invalid: spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`
      """

  Scenario: No selector at all
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        template:
          metadata: {labels: {app: api}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Deployment.apps "d" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"api"}: `selector` does not match template `labels`]
      """
    And it is Invalid with causes:
      | field                         | reason             |
      | spec.selector                 | FieldValueRequired |
      | spec.template.metadata.labels | FieldValueInvalid  |

  Scenario: Pods that end by themselves
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {restartPolicy: OnFailure, containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Deployment.apps "d" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"
      """

  Scenario: Recreate with settings of a rolling update
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Deployment.apps "d" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'
      """

  Scenario: A rolling update that may neither add nor remove a pod
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Deployment.apps "d" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
      """

  Scenario: The selector cannot be changed
    Given I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: shop:1}]}
      """
    When I patch deployment "shop" with:
      """yaml
      spec:
        selector: {matchLabels: {app: other}}
        template: {metadata: {labels: {app: other}}}
      """
    Then it is Invalid:
      """
      Deployment.apps "shop" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
      """

  Scenario: Two appliers want another image
    Given I server-side apply with field manager "ci":
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
            - {name: shop, image: shop:1}
      """
    When I server-side apply with field manager "hotfix":
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        template:
          spec:
            containers:
            - {name: shop, image: shop:2}
      """
    Then it is Conflict:
      """
      Apply failed with 1 conflict: conflict with "ci": .spec.template.spec.containers[name="shop"].image
      """
    And the spec.template.spec.containers[name=shop].image of deployment "shop" is "shop:1"
