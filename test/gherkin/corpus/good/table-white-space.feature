Feature: White space in cells
  Scenario: s
    Given a table
      | a |　b　|c| d |	 e 	|
