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
