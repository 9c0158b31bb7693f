@a b
Feature: f
  @ok @c d
  Scenario: s
    Given g
  @e f #g
  Rule: r
