Feature: Lease

  Background:
    Given a cluster with no nodes

  Scenario: Times are kept to the microsecond
    When I create:
      """yaml
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: leader}
      spec:
        leaseDurationSeconds: 15
        acquireTime: 2024-03-04T05:06:07.123456Z
        renewTime: 2024-03-04T05:06:09.000000Z
        leaseTransitions: 2
      """
    Then its spec is:
      """yaml
      leaseDurationSeconds: 15
      acquireTime: 2024-03-04T05:06:07.123456Z
      renewTime: 2024-03-04T05:06:09.000000Z
      leaseTransitions: 2
      """
    And it matches its snapshot

  Scenario: A duration and transitions below zero
    When I create:
      """yaml
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: l}
      spec: {leaseDurationSeconds: -5, leaseTransitions: -1}
      """
    Then it is Invalid:
      """
      Lease.coordination.k8s.io "l" is invalid: [spec.leaseDurationSeconds: Invalid value: -5: must be greater than 0, spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0]
      """
    And it is Invalid with causes:
      | field                     | reason            |
      | spec.leaseDurationSeconds | FieldValueInvalid |
      | spec.leaseTransitions     | FieldValueInvalid |

  Scenario: A time that is none
    When I create:
      """yaml
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: l}
      spec:
        leaseDurationSeconds: 0
        leaseTransitions: -1
        holderIdentity: ""
        acquireTime: yesterday
      """
    Then it is BadRequest:
      """
      Lease in version "v1" cannot be handled as a Lease: parsing time "yesterday" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "yesterday" as "2006"
      """
