Feature: And
  Background:
    And nothing yet
    Given a
    And b
  Scenario: s
    But c
    When d
    And e
    * f
    And g
    Then h
    But i
