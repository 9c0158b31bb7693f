Feature: f
  Background:
    Given a
    Examples:
      | a |
      | 1 |
  Scenario: s
    Given b
