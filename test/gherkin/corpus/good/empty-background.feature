Feature: f
  Background:

  Scenario: s
    Given a cluster
