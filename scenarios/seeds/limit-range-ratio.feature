# Seeds/001: a LimitRange on the ratio between limits and requests.
Feature: How far limits may exceed requests

  Background:
    Given a cluster with 2 nodes
    And I apply:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata:
        name: limit-memory-ratio-pod
      spec:
        limits:
        - maxLimitRequestRatio:
            memory: 2
          type: Pod
      """

  Scenario: Three times the request is too much
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: busybox3
      spec:
        containers:
        - name: busybox-cnt02
          image: busybox:1.28
          resources:
            limits: {memory: 300Mi}
            requests: {memory: 100Mi}
      """
    Then it is Forbidden:
      """
      pods "busybox3" is forbidden: memory max limit to request ratio per Pod is 2, but provided ratio is 3.000000
      """

  Scenario: Several violations are told at once
    Given I apply:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata:
        name: limit-memory-ratio-pod
      spec:
        limits:
        - maxLimitRequestRatio:
            memory: 2
          max: {memory: 250Mi}
          type: Pod
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: busybox3
      spec:
        containers:
        - name: one
          image: busybox:1.28
          resources:
            limits: {memory: 300Mi}
            requests: {memory: 90Mi}
        - name: two
          image: busybox:1.28
          resources:
            limits: {memory: 10Mi}
      """
    Then it is Forbidden:
      """
      pods "busybox3" is forbidden: [maximum memory usage per Pod is 250Mi, but limit is 310Mi, memory max limit to request ratio per Pod is 2, but provided ratio is 3.100000]
      """

  Scenario: Twice the request is fine
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: busybox2
      spec:
        containers:
        - name: busybox-cnt02
          image: busybox:1.28
          resources:
            limits: {memory: 200Mi}
            requests: {memory: 100Mi}
      """
    Then pod "busybox2" is Running
