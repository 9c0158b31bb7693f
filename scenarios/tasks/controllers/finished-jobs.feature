# What is left of work that is done: jobs go some time after they have finished, and take their pods along.
Feature: Finished jobs clean up after themselves

  Scenario: After its time to live a job is gone with its pods
    Given a cluster
    And the image "busybox" exits with code 0 after 5s
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        ttlSecondsAfterFinished: 100
        template: {spec: {restartPolicy: Never, containers: [{name: once, image: busybox}]}}
      """
    Then job "once" is Complete
    And job "once" exists for 99s
    And job "once" does not exist
    And there are no pods
    And exactly 1 pod was created
