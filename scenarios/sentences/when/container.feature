Feature: When — what happens to containers

  Background:
    Given a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    Then pod "web" is Running

  Scenario: It ends by itself
    When container "app" of pod "web" exits with code 3
    Then container "app" of pod "web" has restarted 1 times
    And its status.containerStatuses[0].lastState.terminated.exitCode is 3

  Scenario: It takes too much memory
    When container "app" of pod "web" is killed for memory
    Then its status.containerStatuses[0].lastState.terminated.reason is "OOMKilled"

  Scenario: It says something
    When container "app" of pod "web" prints "something went wrong"
    Then pod "web" has logged "went wrong" immediately

  Scenario: It crashes
    When container "app" of pod "web" crashes
    Then its status.containerStatuses[0].lastState.terminated.exitCode is 139
