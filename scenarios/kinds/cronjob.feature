Feature: CronJob

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a cron job
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly}
      spec:
        schedule: 5 4 * * *
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: OnFailure, containers: [{name: j, image: job:1}]}
      """
    Then the answer matches its snapshot
    And its spec.concurrencyPolicy is "Allow"
    And its spec.suspend is false
    And its spec.successfulJobsHistoryLimit is 3
    And its spec.failedJobsHistoryLimit is 1
    And its spec.startingDeadlineSeconds is absent

  Scenario: A schedule of four fields
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: j}
      spec:
        schedule: "* * * *"
        jobTemplate:
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: c, image: i:1}]}}
      """
    Then it is Invalid:
      """
      CronJob.batch "j" is invalid: spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]
      """

  Scenario: A minute that no clock shows
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: j}
      spec:
        schedule: 60 1 * * *
        jobTemplate:
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: c, image: i:1}]}}
      """
    Then it is Invalid:
      """
      CronJob.batch "j" is invalid: spec.schedule: Invalid value: "60 1 * * *": end of range (60) above maximum (59): 60
      """

  Scenario: A name too long for those of its jobs
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
      spec:
        schedule: "* * * * *"
        jobTemplate:
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: c, image: i:1}]}}
      """
    Then it is Invalid:
      """
      CronJob.batch "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is invalid: metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 52 characters
      """

  Scenario: The schedule can be changed, to a good one
    Given I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly}
      spec:
        schedule: 5 4 * * *
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: OnFailure, containers: [{name: j, image: job:1}]}
      """
    When I patch cronjob "nightly" with:
      """yaml
      spec: {schedule: "@weekly"}
      """
    Then its spec.schedule is "@weekly"
    When I patch cronjob "nightly" with:
      """yaml
      spec: {schedule: "@sometimes"}
      """
    Then it is Invalid:
      """
      CronJob.batch "nightly" is invalid: spec.schedule: Invalid value: "@sometimes": unrecognized descriptor: @sometimes
      """

  Scenario: A schedule that never comes is taken, and said to be invalid
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: never}
      spec:
        schedule: 59 23 31 2 *
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: OnFailure, containers: [{name: j, image: job:1}]}
      """
    Then it is accepted
    And there is an event "Warning" "InvalidSchedule" for cronjob "never" with message "invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second"
    And there are no jobs for 1 hour
