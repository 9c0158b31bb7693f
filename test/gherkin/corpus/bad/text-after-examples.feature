Feature: f
  Scenario: s
    Given <a>
    Examples:
      | a |
      | 1 |
    Given b
    Background:
    """
