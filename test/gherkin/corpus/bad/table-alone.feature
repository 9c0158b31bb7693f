Feature: f
  Background:
    Given g
  Scenario: s
    Given g
      """
      """
      | a |
      """
  Scenario: t
      Given h
      | a |
      """
      """
      | b |
