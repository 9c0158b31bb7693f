Feature: A table and a doc string
  Scenario: table first
    Given both
      | a |

      # between
      """
      text
      """

    # after
    And more
  Scenario: text first
    Given both
      ```md
      text
      ```

      | a |
      # between
      | b |
    And more
