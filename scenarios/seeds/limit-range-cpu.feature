# Seeds/001: constraints on what containers ask for, here of CPU, as on the page "Configure Minimum and Maximum CPU Constraints".
Feature: Minimum and maximum CPU constraints for a namespace

  Background:
    Given a cluster with 2 nodes
    And the namespace "constraints-cpu-example"
    And I apply:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata:
        name: cpu-min-max-demo-lr
      spec:
        limits:
        - max:
            cpu: "800m"
          min:
            cpu: "200m"
          type: Container
      """

  Scenario: The maximum is the default, too
    Then the spec.limits of limitrange "cpu-min-max-demo-lr" is:
      """yaml
      - default: {cpu: 800m}
        defaultRequest: {cpu: 800m}
        max: {cpu: 800m}
        min: {cpu: 200m}
        type: Container
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: constraints-cpu-demo-4
      spec:
        containers:
        - name: constraints-cpu-demo-4-ctr
          image: vish/stress
      """
    Then pod "constraints-cpu-demo-4" is Running
    And its spec.containers[0].resources is:
      """yaml
      limits: {cpu: 800m}
      requests: {cpu: 800m}
      """
    And it has the annotation "kubernetes.io/limit-ranger" "LimitRanger plugin set: cpu request for container constraints-cpu-demo-4-ctr; cpu limit for container constraints-cpu-demo-4-ctr"

  Scenario Outline: A container that asks for <what> is refused
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: <name>
      spec:
        containers:
        - name: <name>-ctr
          image: vish/stress
          resources:
            limits: {cpu: "<limit>"}
            requests: {cpu: "<request>"}
      """
    Then it is Forbidden:
      """
      pods "<name>" is forbidden: <why>
      """
    And there is no pod "<name>"

    Examples:
      | what              | name                   | limit | request | why                                                          |
      | more than may be  | constraints-cpu-demo-2 | 1.5   | 500m    | maximum cpu usage per Container is 800m, but limit is 1500m  |
      | less than must be | constraints-cpu-demo-3 | 800m  | 100m    | minimum cpu usage per Container is 200m, but request is 100m |

  Scenario: What was there before the constraints stays
    Given I apply in namespace "default":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: earlier}
      spec:
        containers:
        - name: app
          image: vish/stress
          resources: {requests: {cpu: 100m}}
      """
    When I apply in namespace "default":
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: later}
      spec:
        limits: [{type: Container, min: {cpu: 200m}}]
      """
    Then pod "earlier" in namespace "default" is Running for 10 minutes
