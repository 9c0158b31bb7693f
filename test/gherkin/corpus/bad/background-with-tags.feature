Feature: f
  @t
  Background:
    Given a
  Scenario: s
