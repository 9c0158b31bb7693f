Feature: Doc strings
  Scenario: fences
    Given quotes
      """
      a
        b
     less indented
      	tab

      # no comment
      @no-tag
      | no | table |
      Given no step
      ```
      """
    And backticks
      ```
      """
      ```
    And a media type
      """application/json; charset=utf-8
      {}
      """ what follows the closing fence is ignored
    And another
      ```   yaml  
      a: 1
      ```
    And nothing
      """
      """
    And a blank line
      """

      """
    And four quotes
      """"
      x
      """"
