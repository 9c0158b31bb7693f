Feature: Given — registries

  Background:
    Given a cluster

  Scenario: A registry needs credentials
    Given the registry "registry.example.com/team" needs user "deploy" and password "secret"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: private}
      spec:
        containers:
        - {name: app, image: registry.example.com/team/app}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: public}
      spec:
        containers:
        - {name: app, image: registry.example.com/other/app}
      """
    Then pod "private" is ErrImagePull
    And pod "public" is Running

  Scenario: A registry is down for a while
    Given the registry "registry.example.com" is down from 0s until 1 minute
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.example.com/web}
      """
    Then pod "web" is ErrImagePull
    And it is Running within 2 minutes
