# Played once by the build: what it needs is what most starts need.
Feature: Warm-up
  Scenario: a pod runs
    Given a cluster with 2 nodes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}]}
      """
    Then pod "web" is Running
