Feature: f
  Scenario Outline: literal <x>
    Given <x>
