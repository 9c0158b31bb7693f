Feature: When — I replace

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop/settings.yaml"

  Scenario: With a file
    When I label configmap "settings" with "team=web"
    And I replace "../manifests/shop/settings.yaml"
    Then it has no label "team"

  Scenario: With a manifest in place
    When I replace:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    Then its data.colour is "red"
