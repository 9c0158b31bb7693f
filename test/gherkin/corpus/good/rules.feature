@feature
Feature: Rules

  Background:
    Given a cluster

  Scenario: before all rules
    When I wait

  @rule
  Rule: the first
    What it is about.

    Background: of the rule
      Given the namespace "r"

    @scenario
    Example: one
      When I apply "a.yaml"
      Then it is accepted

    Example: two
      And nothing else

  Rule: the second has no scenarios

  @a @b

  # between tags
  @c
  Rule:
    Scenario Outline: of <x>
      Then <x>

      @examples
      Examples:
        | x |
        | 1 |
