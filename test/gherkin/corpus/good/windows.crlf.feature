Feature: Windows
  Text

  more text

  @a
  Scenario: s 
    Given g
      | a | b |
      | 1 | 2 |
    And h
      """yaml
      x: 1

      y
      """
    # comment
