Feature: Names of columns
  Scenario Outline: odd
    Given <> and <a.b> and <a b> and <(x)> and <$> and <名前>

    Examples:
      |   | a.b | a b | (x) | $ | 名前 |
      | 1 | 2   | 3   | 4   | 5 | 六  |
