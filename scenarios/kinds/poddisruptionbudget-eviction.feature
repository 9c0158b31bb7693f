Feature: PodDisruptionBudget: evictions
  A budget is asked by evictions, not by deletions.

  Background:
    Given a cluster with 1 node

  Scenario: One pod may go, the next may not
    Given I create:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: keep-one}
      spec:
        minAvailable: 1
        selector: {matchLabels: {app: web}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, labels: {app: web}}
      spec:
        containers:
        - {name: web, image: nginx}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-2, labels: {app: web}}
      spec:
        containers:
        - {name: web, image: nginx}
      """
    And the status.currentHealthy of pdb "keep-one" is 2
    And its status.disruptionsAllowed is 1
    When I evict pod "web-1"
    Then pod "web-1" does not exist
    And the status.disruptionsAllowed of pdb "keep-one" is 0
    When I evict pod "web-2"
    Then it is TooManyRequests:
      """
      Cannot evict pod as it would violate the pod's disruption budget.
      """
    When I delete pod "web-2"
    Then pod "web-2" does not exist
