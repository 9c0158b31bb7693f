Feature: LimitRange

  Background:
    Given a cluster with no nodes

  Scenario: The maximum is the default, and the default the default request
    When I create:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: only-max}
      spec:
        limits: [{type: Container, max: {cpu: 800m, ephemeral-storage: 1Gi}}]
      """
    Then its spec.limits is:
      """yaml
      - type: Container
        max: {cpu: 800m, ephemeral-storage: 1Gi}
        default: {cpu: 800m, ephemeral-storage: 1Gi}
        defaultRequest: {cpu: 800m, ephemeral-storage: 1Gi}
      """
    And it matches its snapshot

  Scenario: A default request above the default
    When I create:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: bounds}
      spec:
        limits:
        - type: Container
          default: {cpu: 500m, memory: "1.0005"}
          defaultRequest: {cpu: 200m, memory: 128Mi}
          min: {cpu: 50m, memory: 16Mi}
          max: {cpu: "2", memory: 1Gi}
          maxLimitRequestRatio: {cpu: "4"}
        - {type: Pod, max: {cpu: "4", memory: 2Gi}, min: {cpu: 10m}}
        - type: PersistentVolumeClaim
          min: {storage: 1Gi}
          max: {storage: 50Gi}
      """
    Then it is Invalid:
      """
      LimitRange "bounds" is invalid: [spec.limits[0].defaultRequest[memory]: Invalid value: "128Mi": default request value 128Mi is greater than default limit value 1001m, spec.limits[0].default[memory]: Invalid value: "16Mi": min value 16Mi is greater than default value 1001m]
      """
    And it is Invalid with causes:
      | field                                 | reason            |
      | spec.limits[0].defaultRequest[memory] | FieldValueInvalid |
      | spec.limits[0].default[memory]        | FieldValueInvalid |

  Scenario: The same type twice
    When I create:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: bounds}
      spec:
        limits:
        - type: Container
          default: {cpu: 500m, memory: 256Mi}
          defaultRequest: {cpu: 200m, memory: 128Mi}
          min: {cpu: 50m, memory: 16Mi}
          max: {cpu: "2", memory: 1Gi}
          maxLimitRequestRatio: {cpu: "4"}
        - {type: Pod, max: {cpu: "4", memory: 2Gi}, min: {cpu: 10m}}
        - type: PersistentVolumeClaim
          min: {storage: 1Gi}
          max: {storage: 50Gi}
        - type: Container
          default: {cpu: 500m, memory: 256Mi}
          defaultRequest: {cpu: 200m, memory: 128Mi}
          min: {cpu: 50m, memory: 16Mi}
          max: {cpu: "2", memory: 1Gi}
          maxLimitRequestRatio: {cpu: "4"}
      """
    Then it is Invalid:
      """
      LimitRange "bounds" is invalid: spec.limits[3].type: Duplicate value: "Container"
      """

  Scenario: A minimum above the maximum
    When I create:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: bounds}
      spec:
        limits:
        - type: Container
          min: {cpu: 2}
          max: {cpu: 1}
      """
    Then it is Invalid:
      """
      LimitRange "bounds" is invalid: [spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1, spec.limits[0].defaultRequest[cpu]: Invalid value: "1": min value 2 is greater than default request value 1, spec.limits[0].default[cpu]: Invalid value: "2": min value 2 is greater than default value 1]
      """

  Scenario: A claim too large
    Given I create:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: storage}
      spec:
        limits:
        - type: PersistentVolumeClaim
          max: {storage: 10Gi}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 20Gi}}
      """
    Then it is Forbidden:
      """
      persistentvolumeclaims "data" is forbidden: maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi
      """
