Feature: Then — objects are there

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop"

  Scenario: By name
    Then there is a configmap "settings"
    And configmap "more" exists
    And there is no configmap "less"
    And configmap "less" does not exist
    And there was never a configmap "less"

  Scenario: By kind and labels
    When I label configmap "settings" with "team=web"
    Then there is a configmap with labels "team=web"
    And there are no configmaps with labels "team=db"

  Scenario: For a while
    When I delete configmap "settings"
    Then there is no configmap "settings" for 10 minutes
    And configmap "more" still exists

  Scenario: One after the other
    When I delete configmap "settings"
    And I delete configmap "more"
    Then these objects are deleted, in this order:
      | kind      | name     |
      | configmap | settings |
      | ConfigMap | more     |
