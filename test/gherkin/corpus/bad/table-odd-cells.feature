Feature: f
  Scenario Outline: s
    Given a table
      | a | b |
      | c |
      | d | e | f |
    And an unfinished one
      | a | b |
      | c | d
    Examples:
      | x |
      | 1 | 2 |
