Feature: Given — what images do

  Background:
    Given a cluster

  Scenario: It takes its time to start
    Given the image "slow" starts after 30s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        containers:
        - name: app
          image: slow
          readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      """
    And 10s pass
    Then pod "slow" is Running immediately
    And it is not Ready immediately
    And it is Ready within 1m

  Scenario: It ends with an exit code
    Given the image "job" exits with code 1 after 10s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: job}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: job}
      """
    Then pod "job" is Failed
    And container "app" of it is Terminated with exit code 1

  Scenario: It cannot be pulled
    Given the image "nowhere/app" cannot be pulled
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: lost}
      spec:
        containers:
        - {name: app, image: nowhere/app}
      """
    Then pod "lost" is ErrImagePull
    And it is never Running

  Scenario: It takes its time to be pulled
    Given the image "big" takes 30s to pull
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: big}
      spec:
        containers:
        - {name: app, image: big}
      """
    And 10s pass
    Then container "app" of pod "big" is Waiting immediately
    And it is Running

  Scenario: It prints lines
    Given the image "app:1" prints "starting"
    And the image "app:1" prints "listening on :8080"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    Then pod "web" has logged:
      """
      starting
      listening on :8080
      """

  Scenario: It listens on one port and answers over HTTP
    Given the image "app:1" listens on port 8080
    And the image "app:1" answers `GET /healthz` with 200
    And the image "app:1" answers `GET /healthz` with 500 from 30s on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: app:1
          readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5}
      """
    Then pod "web" is Ready
    And it is not Ready within 2m

  Scenario: It uses memory
    Given the image "greedy" uses 200Mi of memory
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: greedy, resources: {limits: {memory: 100Mi}}}
      """
    Then container "app" of pod "greedy" is Terminated with reason "OOMKilled" and exit code 137

  Scenario: It uses more memory as time goes by
    Given the image "leaky" uses 50Mi of memory
    And the image "leaky" uses 200Mi of memory from 30s on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: leaky}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: leaky, resources: {limits: {memory: 100Mi}}}
      """
    Then container "app" of pod "leaky" is Terminated with reason "OOMKilled" and exit code 137

  Scenario: It ignores SIGTERM
    Given the image "deaf" ignores SIGTERM
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: deaf}
      spec:
        terminationGracePeriodSeconds: 10
        containers:
        - {name: app, image: deaf}
      """
    Then pod "deaf" is Running
    When I delete pod "deaf"
    And 9s pass
    Then there is a pod "deaf" immediately
    And there is no pod "deaf" within 5s

  Scenario: It uses a processor
    Given a cluster
    And the image "nginx" uses 900m of cpu
    And a metrics server
    And I apply "../manifests/web.yaml"
    And 5 minutes pass
    When I apply "../manifests/hpa.yaml"
    Then the spec.replicas of deployment "web" is 4 within 1m
