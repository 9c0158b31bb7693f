Feature: When — a node is slow

  Background:
    Given a cluster with 1 node
    And the image "app" starts after 2s

  Scenario: Everything takes many times as long
    When everything on node "node-1" takes 10 times as long
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: app
          readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      """
    Then pod "web" is Ready within 40s

  Scenario: Everything takes longer, until it does not any more
    When everything on node "node-1" takes 5s longer
    And I apply "../manifests/pod.yaml"
    Then pod "web" is Running
    When node "node-1" is no longer slow
    And I delete pod "web"
    Then pod "web" does not exist
