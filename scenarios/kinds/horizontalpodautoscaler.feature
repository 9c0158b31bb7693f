Feature: HorizontalPodAutoscaler

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of an autoscaler
    When I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop-plain}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
        maxReplicas: 4
      """
    Then the answer matches its snapshot
    And its spec.minReplicas is 1
    And its spec.metrics is:
      """yaml
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
      """

  Scenario: No maximum
    When I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop-plain}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
        maxReplicas: 0
      """
    Then it is Invalid:
      """
      HorizontalPodAutoscaler.autoscaling "shop-plain" is invalid: [spec.maxReplicas: Required value: must be set and greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`]
      """
    And it is Invalid with causes:
      | field            | reason             |
      | spec.maxReplicas | FieldValueRequired |
      | spec.maxReplicas | FieldValueInvalid  |

  Scenario: Nothing to scale
    When I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop-plain}
      spec: {maxReplicas: 4}
      """
    Then it is Invalid:
      """
      HorizontalPodAutoscaler.autoscaling "shop-plain" is invalid: [spec.scaleTargetRef.kind: Required value, spec.scaleTargetRef.name: Required value, spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group]
      """
    And it is Invalid with causes:
      | field                          | reason             |
      | spec.scaleTargetRef.kind       | FieldValueRequired |
      | spec.scaleTargetRef.name       | FieldValueRequired |
      | spec.scaleTargetRef.apiVersion | FieldValueInvalid  |

  Scenario: Behaviour out of bounds
    When I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: h}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
        maxReplicas: 2
        behavior:
          scaleUp:
            stabilizationWindowSeconds: 9999
            selectPolicy: Some
            policies:
            - {type: Pods, value: 0, periodSeconds: 15}
            - {type: Nodes, value: 1, periodSeconds: 9999}
            - {value: 1}
          scaleDown: {policies: [], tolerance: "-1"}
      """
    Then it is Invalid:
      """
      HorizontalPodAutoscaler.autoscaling "h" is invalid: [spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 9999: must be less than or equal to 3600, spec.behavior.scaleUp.selectPolicy: Unsupported value: "Some": supported values: "Disabled", "Max", "Min", spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero, spec.behavior.scaleUp.policies[1].type: Unsupported value: "Nodes": supported values: "Percent", "Pods", spec.behavior.scaleUp.policies[1].periodSeconds: Invalid value: 9999: must be less than or equal to 1800, spec.behavior.scaleUp.policies[2].type: Unsupported value: "": supported values: "Percent", "Pods", spec.behavior.scaleUp.policies[2].periodSeconds: Invalid value: 0: must be greater than zero, spec.behavior.scaleDown.policies: Required value: must specify at least one Policy, spec.behavior.scaleDown.tolerance: Invalid value: "-1": must be greater than or equal to 0]
      """
    And it is Invalid with causes:
      | field                                            | reason                 |
      | spec.behavior.scaleUp.stabilizationWindowSeconds | FieldValueInvalid      |
      | spec.behavior.scaleUp.selectPolicy               | FieldValueNotSupported |
      | spec.behavior.scaleUp.policies[0].value          | FieldValueInvalid      |
      | spec.behavior.scaleUp.policies[1].type           | FieldValueNotSupported |
      | spec.behavior.scaleUp.policies[1].periodSeconds  | FieldValueInvalid      |
      | spec.behavior.scaleUp.policies[2].type           | FieldValueNotSupported |
      | spec.behavior.scaleUp.policies[2].periodSeconds  | FieldValueInvalid      |
      | spec.behavior.scaleDown.policies                 | FieldValueRequired     |
      | spec.behavior.scaleDown.tolerance                | FieldValueInvalid      |

  Scenario: A minimum above the maximum, from the start and later
    When I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
        minReplicas: 5
        maxReplicas: 3
      """
    Then it is Invalid:
      """
      HorizontalPodAutoscaler.autoscaling "shop" is invalid: spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`
      """
    Given I create:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
        maxReplicas: 3
      """
    When I patch hpa "shop" with:
      """yaml
      spec: {minReplicas: 0}
      """
    Then it is Invalid:
      """
      HorizontalPodAutoscaler.autoscaling "shop" is invalid: [spec.minReplicas: Invalid value: 0: must be greater than or equal to 1, spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas]
      """
