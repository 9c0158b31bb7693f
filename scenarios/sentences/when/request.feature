Feature: When — bare requests

  Scenario: Reading and writing
    Given a cluster with no nodes
    When I send `GET /api/v1/namespaces/default`
    Then it is accepted
    When I send `POST /api/v1/namespaces` with:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      """
    Then it is accepted
    And namespace "shop" exists
    When I send `GET /api/v1/namespaces/nowhere`
    Then it is NotFound:
      """
      namespaces "nowhere" not found
      """
