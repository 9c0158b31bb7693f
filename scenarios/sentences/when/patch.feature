Feature: When — I patch

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop/settings.yaml"

  Scenario: Strategically, as built-in kinds are patched
    When I patch configmap "settings" with:
      """yaml
      data: {size: large}
      """
    Then its data is:
      """yaml
      colour: blue
      size: large
      """

  Scenario: With a merge patch
    When I merge-patch configmap "settings" with:
      """yaml
      data: {colour: null, size: small}
      """
    Then its data is:
      """yaml
      size: small
      """

  Scenario: With a JSON patch
    When I JSON-patch configmap "settings" with:
      """yaml
      - {op: replace, path: /data/colour, value: green}
      """
    Then its data.colour is "green"

  Scenario: With a file
    When I patch configmap "settings" with "../manifests/patch.yaml"
    Then its data.colour is "red"

  Scenario: Who asks stands first
    When as "alice", I patch configmap "settings" with:
      """yaml
      data: {size: large}
      """
    Then it is Forbidden:
      """
      configmaps "settings" is forbidden: User "alice" cannot patch resource "configmaps" in API group "" in the namespace "default"
      """
