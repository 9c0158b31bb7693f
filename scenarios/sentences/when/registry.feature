Feature: When — registries

  Background:
    Given a cluster

  Scenario: A registry goes down and comes back
    When the registry "registry.example.com" goes down
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.example.com/web}
      """
    Then pod "web" is ErrImagePull
    When the registry "registry.example.com" comes back
    Then pod "web" is Running
