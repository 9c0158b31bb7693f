# Seeds/001: a LimitRange on storage, as on the page "Limit Storage Consumption".
Feature: How much storage a claim may ask for

  Background:
    Given a cluster with 2 nodes
    And the namespace "storage-example"
    And I apply:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata:
        name: storagelimits
      spec:
        limits:
        - type: PersistentVolumeClaim
          max:
            storage: 2Gi
          min:
            storage: 1Gi
      """

  Scenario Outline: A claim for <size> is refused
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: pvc-limit
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: <size>
      """
    Then it is Forbidden:
      """
      persistentvolumeclaims "pvc-limit" is forbidden: <why>
      """

    Examples:
      | size  | why                                                                          |
      | 500Mi | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi |
      | 5Gi   | maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 5Gi   |

  Scenario: A claim within the limits is made
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: pvc-limit
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
      """
    Then it is accepted
    And persistentvolumeclaim "pvc-limit" is Pending
