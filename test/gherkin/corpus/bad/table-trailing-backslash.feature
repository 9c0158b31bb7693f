Feature: f
  Scenario: s
    Given a table
      | a |
      | b \|
      | c |\
