Feature: A background

  Background: the stage
    Given a cluster with 1 node
    And the namespace "x"

  Scenario: without steps

  Scenario: with steps
    And there is nothing before
    When I apply "a.yaml"
