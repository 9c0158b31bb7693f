Feature: Escapes in cells
  Scenario: s
    Given a table
      | \| | \\ | \n | \x | a\nb | \\n |
      | \|\| | \\\\ | \n  \n | \  | \"  | c \| d |
