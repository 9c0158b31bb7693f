Feature: When — I scale

  Scenario: A deployment
    Given a cluster with no nodes
    And I apply "../manifests/web.yaml"
    When I scale deployment "web" to 5 replicas
    Then its spec.replicas is 5
