Feature: f
  Scenario: s
    Given g
      """
      never closed
      ```
