# Seeds/000 to 003 name jobs beside the long-running workloads: work that ends, once or by the clock.
Feature: Jobs and cron jobs

  Scenario: A job runs two at a time until four are done
    Given a cluster with 2 nodes
    And the image "perl:5.34.0" exits with code 0 after 10s
    When I apply "jobs/pi.yaml"
    Then job "pi" is Complete
    And its status.succeeded is 4
    And 3 pods of job "pi" are never Running
    And there are 4 pods of job "pi"
    And job "pi" has condition Complete True with reason "CompletionsReached" and message "Reached expected number of succeeded pods"

  Scenario: A job that fails is tried again, but not for ever
    Given a cluster
    And the image "perl:5.34.0" exits with code 1 after 1s
    When I apply "jobs/pi.yaml"
    Then job "pi" is Failed within 10m
    And it has condition Failed True with reason "BackoffLimitExceeded" and message "Job has reached the specified backoff limit"
    And there is an event "Warning" "BackoffLimitExceeded" for job "pi" with message "Job has reached the specified backoff limit"
    And its status.succeeded is absent

  Scenario: A day of an hourly report
    Given the clock is at "2026-03-01T09:30:00Z"
    And a cluster
    And the image "report:1" exits with code 0 after 20s
    And I apply "jobs/report.yaml"
    When the clock reaches "2026-03-02T09:30:00Z"
    Then 24 jobs were created
    And 21 jobs were deleted
    And 24 pods of cronjob "report" were created
    And the event "Normal" "SuccessfulCreate" for cronjob "report" happens once
    And there are exactly 3 jobs
    And every job is Complete
    And the status.lastScheduleTime of cronjob "report" is "2026-03-02T09:00:00Z"
    And the status.lastSuccessfulTime of cronjob "report" is present

  Scenario: A month of a report every six hours
    Given the clock is at "2026-03-01T00:30:00Z"
    And a cluster
    And the image "report:1" exits with code 0 after 20s
    And I apply "jobs/report.yaml"
    And I patch cronjob "report" with:
      """yaml
      spec: {schedule: "0 */6 * * *"}
      """
    When 30 days pass
    Then 120 jobs were created
    And 117 jobs were deleted
    And 120 pods of cronjob "report" were created
    And 117 pods of cronjob "report" were deleted
    And the status.lastScheduleTime of cronjob "report" is "2026-03-31T00:00:00Z"
    And exactly 0 jobs are Failed
    And the event "Normal" "SuccessfulCreate" for cronjob "report" happens once

  Scenario: One that takes longer than its interval is not started twice
    Given the clock is at "2026-03-01T09:30:00Z"
    And a cluster
    And the image "report:1" exits with code 0 after 90m
    And I apply "jobs/report.yaml"
    And I patch cronjob "report" with:
      """yaml
      spec: {concurrencyPolicy: Forbid}
      """
    When the clock reaches "2026-03-01T15:30:00Z"
    Then 2 pods are never Running

  Scenario: While it is suspended nothing starts
    Given the clock is at "2026-03-01T09:30:00Z"
    And a cluster
    And I apply "jobs/report.yaml"
    And I patch cronjob "report" with:
      """yaml
      spec: {suspend: true}
      """
    When the clock reaches "2026-03-02T09:30:00Z"
    Then there was never a job
