@one @two   @three
# about the next
@four@five #six @seven

@eight#nine
Feature: Tags

  @a
  @b

  Scenario: s
    Given x

  @c @dé @日本語 @-!"$
  Scenario Outline: t
    Given <x>

    @e
    Examples:
      | x |
      | 1 |

    @f
    @g @g
    Examples:
      | x |
      | 2 |
