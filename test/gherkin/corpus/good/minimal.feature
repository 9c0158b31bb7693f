Feature: A cluster

  Scenario: It has nodes
    Given a cluster with 2 nodes
