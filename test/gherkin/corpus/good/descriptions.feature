Feature: Descriptions
  Free text under a feature.

    It may be indented, and hold blank lines.
  Feature: is only text here, and so are
  Examples: these
  | and | this |
  """
  Given nothing

  Background: What all need
    Text of the background.

    Given a cluster

  Scenario: A play
    Text of the scenario,

    on two lines.
    Background: is only text here

    Given a step

  Scenario Outline: With examples
    Given <a>

    Examples: of a
      Text of the examples.
      Given is only text here

      | a |
      | 1 |
