# Seeds/000 names autoscaling beside everything else Kubernetes does with pods: their number follows what they use.
Feature: Horizontal autoscaling

  Background:
    Given a cluster with 3 nodes
    And I apply "autoscaling/web.yaml"
    And deployment "web" is rolled out
    And 5 minutes pass

  Scenario: More use, more pods: at most twice as many every fifteen seconds
    Given all pods of deployment "web" use 2 of cpu together
    When I apply "autoscaling/hpa.yaml"
    Then the spec.replicas of deployment "web" is 4 within 16s
    And hpa "web" has condition AbleToScale True with reason "SucceededRescale" and message "the HPA controller was able to update the target scale to 4"
    And hpa "web" has condition ScalingActive True with reason "ValidMetricFound" and message "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)"
    And hpa "web" has condition ScalingLimited True with reason "ScaleUpLimit" and message "the desired replica count is increasing faster than the maximum scale rate"
    And the status.currentMetrics[0].resource.current of hpa "web" is:
      """yaml
      {averageUtilization: 500, averageValue: "1"}
      """
    And the spec.replicas of deployment "web" is 10 within 5m
    And hpa "web" has condition ScalingLimited True with reason "TooManyReplicas" and message "the desired replica count is more than the maximum replica count"
    And there is an event "Normal" "SuccessfulRescale" for hpa "web" with message "New size: 4; reason: cpu resource utilization (percentage of request) above target"
    And there are 10 pods of deployment "web"

  Scenario: Within a tenth of the target nothing moves
    Given each pod of deployment "web" uses 109m of cpu
    When I apply "autoscaling/hpa.yaml"
    Then the spec.replicas of deployment "web" is 2 for 10m
    And there is no event "Normal" "SuccessfulRescale" for hpa "web"

  Scenario: Fewer pods only when five minutes have been quiet
    Given I scale deployment "web" to 6
    And each pod of deployment "web" uses 100m of cpu
    And I apply "autoscaling/hpa.yaml"
    And 6 minutes pass
    When each pod of deployment "web" uses 10m of cpu
    Then the spec.replicas of deployment "web" is 6 for 4m30s
    And hpa "web" has condition AbleToScale True with reason "ScaleDownStabilized" and message "recent recommendations were higher than current one, applying the highest recent recommendation"
    And the spec.replicas of deployment "web" is 2 within 1m
    And there is an event "Normal" "SuccessfulRescale" for hpa "web" with message "New size: 2; reason: All metrics below target"

  Scenario: Policies of its behaviour: one pod a minute, without stabilisation
    Given I scale deployment "web" to 6
    And 5 minutes pass
    And each pod of deployment "web" uses 10m of cpu
    And I apply "autoscaling/hpa.yaml"
    When I patch hpa "web" with:
      """yaml
      spec:
        behavior:
          scaleDown:
            stabilizationWindowSeconds: 0
            policies: [{type: Pods, value: 1, periodSeconds: 60}]
      """
    Then the spec.replicas of deployment "web" is 5 within 31s
    And hpa "web" has condition ScalingLimited True with reason "ScaleDownLimit" and message "the desired replica count is decreasing faster than the maximum scale rate"
    And the spec.replicas of deployment "web" is 5 for 45s
    And the spec.replicas of deployment "web" is 4 within 31s

  Scenario: Nobody measures anything
    When I apply "autoscaling/hpa.yaml"
    Then hpa "web" has condition ScalingActive False with reason "FailedGetResourceMetric" and message "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
    And there is an event "Warning" "FailedGetResourceMetric" for hpa "web" with message "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
    And there is an event "Warning" "FailedComputeMetricsReplicas" for hpa "web" with message "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
    And the spec.replicas of deployment "web" is still 2

  Scenario: Pods without a request have no utilisation
    Given a metrics server
    When I apply "autoscaling/hpa.yaml"
    And I patch deployment "web" with:
      """yaml
      spec: {template: {spec: {containers: [{name: app, resources: {requests: {cpu: null}}}]}}}
      """
    Then hpa "web" has condition ScalingActive False with reason "FailedGetResourceMetric" within 5m
    And there is an event "Warning" "FailedGetResourceMetric" for hpa "web" with message:
      """
      failed to get cpu utilization: missing request for cpu in container app of Pod web-<hash>-<hash>
      """

  Scenario: By the work that waits outside
    Given the external metric "queue_length" with labels "queue=jobs" is 45
    When I apply:
      """yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 1
        maxReplicas: 10
        metrics:
        - type: External
          external:
            metric: {name: queue_length, selector: {matchLabels: {queue: jobs}}}
            target: {type: AverageValue, averageValue: "10"}
      """
    Then the spec.replicas of deployment "web" is 5 within 31s
    When the external metric "queue_length" with labels "queue=jobs" is 0
    Then the spec.replicas of deployment "web" is 1 within 6m
