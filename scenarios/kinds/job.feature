Feature: Job

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a job
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: j, image: job:1}]}
      """
    Then the answer matches its snapshot
    And its spec.parallelism is 1
    And its spec.completions is 1
    And its spec.backoffLimit is 6
    And its spec.completionMode is "NonIndexed"
    And its spec.suspend is false
    And its spec.podReplacementPolicy is "TerminatingOrFailed"
    And its spec.manualSelector is false
    And its spec.template.spec.restartPolicy is "Never"

  Scenario: Pods that are always restarted
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: j}
      spec:
        template:
          spec: {restartPolicy: Always, containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Job.batch "j" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
      """

  Scenario: A completion mode that does not exist
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: j}
      spec:
        completionMode: Random
        template: {spec: {restartPolicy: Never, containers: [{name: c, image: i:1}]}}
      """
    Then it is Invalid:
      """
      Job.batch "j" is invalid: spec.completionMode: Unsupported value: "Random": supported values: "NonIndexed", "Indexed"
      """

  Scenario: A pod failure policy needs pods that fail for good
    When I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: j}
      spec:
        podFailurePolicy:
          rules: [{action: FailJob, onExitCodes: {operator: In, values: [1]}}]
        template:
          spec: {restartPolicy: OnFailure, containers: [{name: c, image: i:1}]}
      """
    Then it is Invalid:
      """
      Job.batch "j" is invalid: spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified
      """

  Scenario: How many completions a job wants cannot be changed
    Given I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: j, image: job:1}]}
      """
    When I patch job "once" with:
      """yaml
      spec: {completions: 5}
      """
    Then it is Invalid:
      """
      Job.batch "once" is invalid: spec.completions: Invalid value: 5: field is immutable
      """

  Scenario: Nor can its completion mode
    Given I create:
      """yaml
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: j, image: job:1}]}
      """
    When I patch job "once" with:
      """yaml
      spec: {completionMode: Indexed}
      """
    Then it is Invalid:
      """
      Job.batch "once" is invalid: spec.completionMode: Invalid value: "Indexed": field is immutable
      """
