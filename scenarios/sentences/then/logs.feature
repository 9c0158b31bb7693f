Feature: Then — what containers have written

  Background:
    Given a cluster

  Scenario: A counter
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: counter}
      spec:
        containers:
        - name: count
          image: busybox:1.36
          args: [/bin/sh, -c, 'i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done']
      """
    Then pod "counter" has logged "3: Thu Jan  1 00:00:0"
    And container "count" of it has not logged "error"

  Scenario: All of it
    Given the image "app:1" prints "hello"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    Then container "app" of pod "web" has logged:
      """
      hello
      """
