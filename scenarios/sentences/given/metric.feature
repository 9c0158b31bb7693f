Feature: Given — metrics

  Background:
    Given a cluster
    And I apply "../manifests/web.yaml"
    And deployment "web" is rolled out
    And 5 minutes pass

  Scenario: A metrics server, and pods it knows nothing of
    Given a metrics server
    And the metrics server knows nothing of all pods of deployment "web"
    When I apply "../manifests/hpa.yaml"
    Then apiservice "v1beta1.metrics.k8s.io" is Available
    And there is an event "Warning" "FailedGetResourceMetric" for hpa "web" with message containing "no metrics returned from resource metrics API"

  Scenario: What pods use
    Given each pod of deployment "web" uses 900m of cpu
    When I apply "../manifests/hpa.yaml"
    Then the spec.replicas of deployment "web" is 4 within 1m
    When all pods of deployment "web" use 2500m of cpu together
    Then the spec.replicas of deployment "web" is 5 within 1m

  Scenario: Numbers an adapter knows
    Given the metric "requests-per-second" of each pod of deployment "web" is 50
    And the metric "hits" with labels "verb=GET" of ingress "main" is 2k
    And the external metric "queue_length" is 25
    When I apply "../manifests/hpa-custom.yaml"
    Then the spec.replicas of deployment "web" is 4 within 1m
    And the status.currentMetrics[1].object.current.value of hpa "web" is "2k"
    And the status.currentMetrics[2].external.current.averageValue of hpa "web" is "12500m"
