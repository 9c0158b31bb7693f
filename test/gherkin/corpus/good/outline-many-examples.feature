Feature: Many tables
  @s
  Scenario Outline: <n>
    Given <n>

    Examples: none at all

    Examples: only a header
      | n |

    @x @y
    Examples: the first
      Text.
      | n |
      | 1 |
      | 2 |

    # a comment
    @z

    Examples: the second
      | n |

      # between rows
      | 3 |
