Feature: Given — the clock

  Scenario: The cluster starts at a date
    Given the clock is at "2026-03-01T09:00:00Z"
    And a cluster with no nodes
    When I create the namespace "shop"
    Then its metadata.creationTimestamp matches "^2026-03-01T09:0"

  Scenario: Patience is how long a Then may wait
    Given the patience is 2 minutes
    And the image "slow" starts after 90s
    And a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        containers:
        - name: app
          image: slow
          readinessProbe: {httpGet: {port: 80}}
      """
    Then pod "slow" is Ready
