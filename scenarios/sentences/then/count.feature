Feature: Then — how many

  Background:
    Given a cluster
    And the objects in "../manifests/shop"

  Scenario: Exactly, at least, at most
    When I label all configmaps with "team=web"
    Then there are at least 2 configmaps with labels "team=web"
    And there are at most 5 configmaps
    And there are never more than 5 configmaps
    And there are fewer than 4 configmaps with labels "team=web"

  Scenario: In a state
    Then 1 node is Ready
    And at least 1 namespace is Active

  Scenario: Those that came and those that went
    Given I apply "../manifests/web-3.yaml"
    And deployment "web" is rolled out
    When I scale deployment "web" to 1 replicas
    Then 2 pods with labels "app=web" were deleted since the last action
    And exactly 3 pods of deployment "web" were created
    And 2 configmaps were created

  Scenario: During a roll-out
    Given I apply "../manifests/web-3.yaml"
    Then 3 pods with labels "app=web" are Ready
    When I restart deployment "web"
    Then at least 3 pods with labels "app=web" are Ready at all times during the roll-out
    And there are at most 6 pods with labels "app=web" at all times during the roll-out of deployment "web"
    And at all times during the roll-out at least 3 pods with labels "app=web" are Ready
    And at all times during the roll-out of deployment "web", there are at most 6 pods
