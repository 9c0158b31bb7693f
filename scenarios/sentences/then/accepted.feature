Feature: Then — acceptance

  Background:
    Given a cluster with no nodes

  Scenario: Nothing was refused
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is accepted
    And it is accepted without warnings

  Scenario: With a warning
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web.example}
      spec:
        containers:
        - {name: app, image: nginx}
      """
    Then it is accepted with a warning containing "metadata.name"
