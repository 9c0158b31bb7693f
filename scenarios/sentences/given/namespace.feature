Feature: Given — namespaces

  Scenario: The scenario is in the namespace it names
    Given a cluster with no nodes
    And the namespace "shop" with labels "team=web"
    When I apply "../manifests/shop/settings.yaml"
    Then configmap "settings" exists
    And its metadata.namespace is "shop"
    And namespace "shop" has the label "team=web"

  Scenario: Another namespace beside it
    Given a cluster with no nodes
    And a namespace "other"
    When I apply "../manifests/shop/settings.yaml"
    Then there is a configmap "settings"
    And there is no configmap "settings" in namespace "other"

  Scenario: A Pod Security level
    Given a cluster with no nodes
    And the namespace "strict" enforcing "restricted"
    Then namespace "strict" has the label "pod-security.kubernetes.io/enforce=restricted"
