Ability: to schedule
  Scenario: one
    Given a cluster
