Feature: ab
  Scenario: c
    Given de
    | f|
