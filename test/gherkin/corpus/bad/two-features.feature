Feature: a
  Scenario: s
    Given g
Feature: b
