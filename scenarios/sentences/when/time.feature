Feature: When — time passes

  Scenario: For a while, and until a date
    Given the clock is at "2026-03-01T09:00:00Z"
    And a cluster with no nodes
    When 5 minutes pass
    And I create the namespace "first"
    Then its metadata.creationTimestamp matches "^2026-03-01T09:05:"
    When the clock reaches "2026-03-02T00:00:00Z"
    And I create the namespace "second"
    Then its metadata.creationTimestamp matches "^2026-03-02T00:00:"
