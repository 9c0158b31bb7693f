Feature: Pods that are deleted
  Whoever hears of it late has heard of it all the same.

  Scenario: A pod that was deleted before its node had heard of it
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {nodeName: node-1, containers: [{name: web, image: nginx}]}
      """
    And I delete pod "web"
    Then there is no pod "web"
