Scenario: s
  Given g
