Feature: f
  Scenario:
  Scenario: named

  Example: last