# Played once by the build: what it needs is what most starts need, and its settled clusters are kept.
Feature: Warm-up
  Scenario Outline: a pod runs
    Given a cluster with <nodes>
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}]}
      """
    Then pod "web" is Running

    Examples:
      | nodes   |
      | 1 node  |
      | 2 nodes |
      | 3 nodes |
