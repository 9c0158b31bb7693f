Feature: Given — the audit policy

  Scenario: Nothing is written without a policy
    When I send `GET /api/v1/nodes`
    Then the audit log has no entries

  Scenario: Only what the policy names is written
    Given the audit policy:
      """yaml
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        users: [alice]
      """
    When I send `GET /api/v1/nodes`
    And I send `GET /api/v1/namespaces/default/pods` as "alice"
    Then it is Forbidden:
      """
      pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default"
      """
    And the audit log has 1 entries
    And the audit log has an entry:
      """yaml
      level: Metadata
      requestURI: /api/v1/namespaces/default/pods
      user: {username: alice}
      """
