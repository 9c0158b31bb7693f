Feature: Then — containers

  Scenario: A container that keeps on crashing
    Given a cluster
    And the image "crash" exits with code 1 after 5s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: crash}
      spec:
        containers:
        - {name: app, image: crash}
      """
    Then container "app" of pod "crash" is Running
    And container "app" of it has restarted at least once
    And container "app" of it is Waiting with reason "CrashLoopBackOff"
    And container "app" of it is not Ready
