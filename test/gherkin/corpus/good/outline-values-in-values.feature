Feature: Values within values
  Scenario Outline: <a> then <b>
    Given <a><b>
    Then <b><a>

    Examples:
      | a       | b       |
      | <b>     | 1       |
      | 2       | <a>     |
      | $& $1   | $$      |
      | \| <b> | x\ny \\ |
