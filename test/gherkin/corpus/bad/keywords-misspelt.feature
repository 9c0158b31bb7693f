Feature : a space before the colon

feature: a small letter

Feature: f
  Scenario: s
    Given g
    given h
    When	i
    Then
    Scenario t
