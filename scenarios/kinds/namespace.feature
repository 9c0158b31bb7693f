Feature: Namespace

  Background:
    Given a cluster with no nodes

  Scenario: A label with its name, and the finalizer that empties it
    When I create:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata: {name: team-blue}
      """
    Then its metadata.labels is:
      """yaml
      kubernetes.io/metadata.name: team-blue
      """
    And its spec.finalizers is:
      """yaml
      - kubernetes
      """
    And its status.phase is "Active"
    And it matches its snapshot

  Scenario: It is furnished at once
    Given the namespace "team-blue"
    Then there is a serviceaccount "default"
    And there is a configmap "kube-root-ca.crt"

  Scenario: A name too long
    When I create:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata: {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
      """
    Then it is Invalid:
      """
      Namespace "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is invalid: [metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 characters, metadata.labels: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 bytes]
      """
    And it is Invalid with causes:
      | field           | reason            |
      | metadata.name   | FieldValueInvalid |
      | metadata.labels | FieldValueInvalid |

  Scenario: A level of pod security that does not exist
    When I create:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: "n"
        labels:
          pod-security.kubernetes.io/enforce: strict
          pod-security.kubernetes.io/warn-version: "1.2"
      """
    Then it is Invalid:
      """
      Namespace "n" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.2": must be "latest" or "v1.x"]
      """
    And it is Invalid with causes:
      | field                                                    | reason            |
      | metadata.labels[pod-security.kubernetes.io/enforce]      | FieldValueInvalid |
      | metadata.labels[pod-security.kubernetes.io/warn-version] | FieldValueInvalid |

  Scenario: A name with an underscore
    When I create:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata: {name: under_score}
      """
    Then it is Invalid:
      """
      Namespace "under_score" is invalid: metadata.name: Invalid value: "under_score": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
      """

  Scenario: Some cannot be deleted
    When I delete namespace "kube-system"
    Then it is Forbidden:
      """
      namespaces "kube-system" is forbidden: this namespace may not be deleted
      """

  Scenario: Nothing new in a namespace that goes away
    Given the namespace "team-blue"
    And I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, finalizers: [example.org/hold]}
      """
    And I delete namespace "team-blue"
    And namespace "team-blue" is Terminating
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: late}
      """
    Then it is Forbidden:
      """
      configmaps "late" is forbidden: unable to create new content in namespace team-blue because it is being terminated
      """
