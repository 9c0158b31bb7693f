Feature: Tables
  Scenario: cells
    Given a table
      | a | b |
      |c|d|
      | | |
      || |
      |  e  f  |	g	|
      | h | i | text after the last pipe
      # between rows

      | j | k |
    And one without cells
      |
    And one more
      | x |
