Feature: f
  Background:
    Given b
  Scenario Outline: <x>
    Examples:
      | x |
      | 1 |
