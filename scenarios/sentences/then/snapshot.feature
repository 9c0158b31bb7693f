Feature: Then — snapshots

  Background:
    Given a cluster with no nodes
    And the objects in "../manifests/shop"

  Scenario: Of an object
    Then configmap "settings" matches its snapshot
    And it matches the snapshot "the settings"

  Scenario: Of all that the scenario brought about
    Then the cluster matches the snapshot "the shop"

  Scenario: Of an answer
    When I delete pod "nobody"
    Then the answer matches its snapshot
