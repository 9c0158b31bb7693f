Feature: Comments within descriptions
  # the first
  first line
  # the second

  last line
  # the third

  Scenario: Only comments
    # nothing else

  Scenario: Comment, then text

    # a comment

    some text
    Given a step # this is part of the step
    # but this is not
    And another
