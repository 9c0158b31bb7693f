Feature: Then — refusals

  Background:
    Given a cluster with no nodes

  Scenario: The reason and the message
    When I delete pod "web"
    Then it is refused
    And it is NotFound
    And it is NotFound with message "pods \"web\" not found"
    And it is NotFound with a message containing "not found"
    And it is NotFound with a message matching "^pods"
    And it is NotFound:
      """
      pods "web" not found
      """

  Scenario: Every cause of an invalid object
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: No_Name}
      """
    Then it is Invalid with causes:
      | field         | reason            |
      | metadata.name | FieldValueInvalid |
