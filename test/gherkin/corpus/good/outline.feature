Feature: Limits
  Scenario Outline: A limit of <limit> is <verdict>
    Given the namespace "<ns>"
    When I apply:
      """<type>
      limits: {memory: <limit>}
      """
    Then there are pods:
      | name   | limit   |
      | <name> | <limit> |
    And <unknown> stays, and < limit > stays

    Examples:
      | limit | verdict   | name | type | ns |
      | 1Gi   | accepted  | a    | yaml | x  |
      | 2Gi   | Forbidden |      | json | y  |
