Feature: When — I create

  Background:
    Given a cluster with no nodes

  Scenario: What is there already is refused
    When I create "../manifests/shop/settings.yaml"
    Then configmap "settings" exists
    When I create "../manifests/shop/settings.yaml"
    Then it is AlreadyExists:
      """
      configmaps "settings" already exists
      """

  Scenario: In place, and by name alone
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it exists
    When I create the namespace "shop"
    Then namespace "shop" is Active
