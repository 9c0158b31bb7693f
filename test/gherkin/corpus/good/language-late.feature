@t
# language: ja
Feature: f
  Scenario: s
    Given g
