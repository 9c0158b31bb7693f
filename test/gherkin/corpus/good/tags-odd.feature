@@a @ @b
Feature: Empty names
  @
  Scenario: s
    Given x
  @é😀 @after
  Scenario: t
    Given x
