Feature: f
  Scenario: s
    Given    padded   
    Given Given
    When   
    Then 　wide　
    And x # y @z | w
    But "quotes" and `ticks`: <holes>
    * * star
