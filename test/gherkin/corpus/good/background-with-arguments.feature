Feature: f
  Background:
    Given a cluster with nodes:
      | name | cpu |
      | n1   | 4   |
    And these manifests:
      """yaml
      kind: Pod
      """
      | a |
    And both:
      | b |
      ```
      text
      ```
  Scenario: s
    Then it is Running
