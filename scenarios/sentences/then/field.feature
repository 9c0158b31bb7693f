Feature: Then — fields

  Background:
    Given a cluster with no nodes
    And I apply "../manifests/pod.yaml"

  Scenario: Values
    Then its spec.containers[0].image is "nginx"
    And the spec.containers[name=app].image of pod "web" is not "apache"
    And its metadata.labels["app"] is "web"
    And its spec.terminationGracePeriodSeconds is at least 30
    And its spec.nodeName is absent
    And its metadata.uid is present
    And its spec.containers[*].name contains "app"
    And its metadata.name matches "^w.b$"

  Scenario: Parts written as YAML
    Then its metadata.labels is:
      """yaml
      app: web
      """
    And its spec matches:
      """yaml
      restartPolicy: Always
      containers:
      - name: app
        imagePullPolicy: <any>
      """

  Scenario: Labels and annotations
    Then it has the label "app=web"
    And it has no label "tier"
    And it has the annotation "kubectl.kubernetes.io/last-applied-configuration"
