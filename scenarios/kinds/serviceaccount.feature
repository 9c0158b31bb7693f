Feature: ServiceAccount

  Background:
    Given a cluster with no nodes

  Scenario: Nothing is added, no secret either
    When I create:
      """yaml
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: robot}
      """
    Then its secrets is absent
    And its automountServiceAccountToken is absent
    And it matches its snapshot

  Scenario: A name in capitals
    When I create:
      """yaml
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: Upper}
      """
    Then it is Invalid:
      """
      ServiceAccount "Upper" is invalid: metadata.name: Invalid value: "Upper": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
      """

  Scenario: A switch that is no boolean
    When I create:
      """yaml
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: Robot}
      automountServiceAccountToken: "no"
      """
    Then it is BadRequest:
      """
      ServiceAccount in version "v1" cannot be handled as a ServiceAccount: json: cannot unmarshal string into Go struct field ServiceAccount.automountServiceAccountToken of type bool
      """

  Scenario: A token lives for ten minutes at least
    When I send `POST /api/v1/namespaces/default/serviceaccounts/default/token` with:
      """yaml
      apiVersion: authentication.k8s.io/v1
      kind: TokenRequest
      spec: {expirationSeconds: 60}
      """
    Then it is Invalid:
      """
      TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes
      """

  Scenario: Every namespace has one, and gets it back
    Then there is a serviceaccount "default"
    When I delete serviceaccount "default"
    Then there is a serviceaccount "default" within 5s
