Feature: f
  Scenario: s
    Given g
    some text
    When h
      | a |
    more text
    Then i
      """
      """
    and more
  Rule: r
    Background:
      Given j
      text
