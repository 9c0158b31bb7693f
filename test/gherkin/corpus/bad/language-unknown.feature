# language: jp
Feature: f
  Scenario: s
    Given g
