Feature: When — I delete

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop"

  Scenario: One object
    When I delete configmap "settings"
    Then it does not exist

  Scenario: All of a kind
    When I label configmap "settings" with "old=yes"
    And I delete all configmaps with labels "old=yes"
    Then there is no configmap "settings"
    And there is a configmap "more"

  Scenario: What files name
    When I delete "../manifests/shop/more.yaml"
    Then there is no configmap "more"
    And there is no secret "key"
    And there is still a configmap "settings"

  Scenario: What is not there
    When I delete pod "nobody"
    Then it is NotFound with message "pods \"nobody\" not found"

  Scenario: What it owns goes before it
    When I apply "../manifests/web-3.yaml"
    Then there are 3 pods
    When I delete deployment "web" after its dependents
    Then these objects are deleted, in this order:
      | kind       | name           |
      | replicaset | web-685dcf98f9 |
      | deployment | web            |
    And there are no pods
