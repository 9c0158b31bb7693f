Feature: Then — how many

  Background:
    Given a cluster
    And the objects in "../manifests/shop"

  Scenario: Exactly, at least, at most
    When I label all configmaps with "team=web"
    Then there are at least 2 configmaps with labels "team=web"
    And there are at most 5 configmaps
    And there are never 20 configmaps

  Scenario: In a state
    Then 1 node is Ready
    And at least 1 namespace is Active
