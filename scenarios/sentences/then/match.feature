Feature: Then — objects match

  Background:
    Given a cluster with no nodes
    And I apply "../manifests/pod.yaml"

  Scenario: A part of the object
    Then pod "web" matches:
      """yaml
      metadata:
        uid: <uuid>
        labels: {app: web}
      spec:
        containers:
        - name: app
          image: nginx
      """
    And it does not match:
      """yaml
      spec: {nodeName: <any>}
      """
    And it matches "../manifests/expected-pod.yaml"

  Scenario: Some object of the kind
    Then there is a pod matching:
      """yaml
      metadata: {labels: {app: web}}
      """
    And there is no pod matching:
      """yaml
      metadata: {labels: {app: db}}
      """
