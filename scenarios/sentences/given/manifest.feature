Feature: Given — objects that are there

  Background:
    Given a cluster with no nodes

  Scenario: Objects in place
    Given these objects:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue}
      """
    Then the data.colour of configmap "settings" is "blue"

  Scenario: Objects in files, in a directory
    Given the objects in "../manifests/shop"
    Then there is a configmap "settings"
    And there is a configmap "more"
    And there is a secret "key"
