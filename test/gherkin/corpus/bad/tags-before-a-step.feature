Feature: f
  Scenario: s
    @t
    Given g
