Feature: Given — how callers are let in

  Scenario: Anonymous requests are somebody unless they are refused
    When I send `GET /api/v1/nodes` anonymously
    Then it is Forbidden:
      """
      nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope
      """

  Scenario: Anonymous requests are refused
    Given anonymous requests are refused
    When I send `GET /api/v1/nodes` anonymously
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Bootstrap tokens let new nodes in
    Given bootstrap tokens are accepted
    When I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: bootstrap-token-07401b, namespace: kube-system}
      type: bootstrap.kubernetes.io/token
      stringData:
        token-id: 07401b
        token-secret: f395accd246ae52d
        usage-bootstrap-authentication: "true"
        auth-extra-groups: system:bootstrappers:workers
        expiration: "2026-01-01T01:00:00Z"
      """
    And I send `GET /api/v1/nodes` with the token "07401b.f395accd246ae52d"
    Then it is Forbidden:
      """
      nodes is forbidden: User "system:bootstrap:07401b" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When 1 hour passes
    And I send `GET /api/v1/nodes` with the token "07401b.f395accd246ae52d"
    Then it is Unauthorized

  Scenario: Everything is allowed
    Given the authorization modes are "Node" and "AlwaysAllow"
    When I send `GET /api/v1/nodes` anonymously
    Then it is accepted
