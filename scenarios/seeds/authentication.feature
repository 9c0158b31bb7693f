# Seeds/004, "Authentication Module": the modules Kubernetes comes with.
Feature: The modules that say who a caller is
  Static tokens, service accounts, OpenID Connect, webhooks, bootstrap tokens and anonymous access, one beside the
  other. Whoever none of them knows is told nothing but that.

  Background:
    Given the token "file-token" of user "jane" in groups "dev"
    And bootstrap tokens are accepted
    And the token webhook knows:
      | token         | user  | groups | error           |
      | webhook-token | carol | ops    |                 |
      | revoked       |       |        | it was taken in |
    And the OIDC issuer "https://login.example.com"
    And authentication is configured by:
      """yaml
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthenticationConfiguration
      jwt:
      - issuer: {url: "https://login.example.com", audiences: [kabuki]}
        claimMappings:
          username: {claim: sub, prefix: "oidc:"}
          groups: {claim: groups, prefix: "oidc:"}
      anonymous:
        enabled: true
        conditions:
        - {path: /livez}
      """

  Scenario: Each module knows its own
    Given the token "oidc-token" of the OIDC issuer "https://login.example.com" with claims:
      """yaml
      {aud: kabuki, sub: alice, groups: [web]}
      """
    When I send `GET /api/v1/nodes` with the token "file-token"
    Then it is Forbidden:
      """
      nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When I send `GET /api/v1/nodes` with the token "webhook-token"
    Then it is Forbidden:
      """
      nodes is forbidden: User "carol" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When I send `GET /api/v1/nodes` with the token "oidc-token"
    Then it is Forbidden:
      """
      nodes is forbidden: User "oidc:alice" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When I send `GET /api/v1/nodes` with the token of service account "default"
    Then it is Forbidden:
      """
      nodes is forbidden: User "system:serviceaccount:default:default" cannot list resource "nodes" in API group "" at the cluster scope
      """

  Scenario: Whom nobody knows
    When I send `GET /api/v1/nodes` with the token "guessed"
    Then it is Unauthorized with message "Unauthorized"
    When I send `GET /api/v1/nodes` anonymously
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Who issues the tokens of service accounts is published
    When I send `GET /.well-known/openid-configuration`
    Then the answer matches its snapshot
    When I send `GET /openid/v1/jwks`
    Then the answer matches its snapshot
