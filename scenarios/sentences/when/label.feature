Feature: When — labels and annotations

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop/settings.yaml"

  Scenario: Labels
    When I label configmap "settings" with "tier=front"
    Then it has the label "tier=front"
    When I remove the label "tier" from configmap "settings"
    Then it has no label "tier"

  Scenario: Annotations
    When I annotate configmap "settings" with "note=on call"
    Then it has the annotation "note=on call"
    When I remove the annotation "note" from it
    Then it has no annotation "note"
