Feature: Pods whose resources are changed in place

  Background:
    Given a cluster with nodes:
      | name   | cpu | memory |
      | node-1 | 2   | 4Gi    |

  Scenario: What the node has no room for now waits until another pod has gone
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: other}
      spec:
        containers:
        - {name: app, image: registry.k8s.io/pause:3.10, resources: {requests: {cpu: "1"}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.k8s.io/pause:3.10, resources: {requests: {cpu: 500m}}}
      """
    Then pod "other" is Running
    And pod "web" is Running
    When I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {requests: {cpu: 1500m}}}
      """
    Then pod "web" has condition PodResizePending True with reason "Deferred"
    And its status.conditions[type=PodResizePending].message is "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000"
    And there is an event "Warning" "ResizeDeferred" for pod "web" with message:
      """
      Pod resize OutOfcpu: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1500m"}}}],"generation":2,"error":"Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000"}
      """
    And the status.containerStatuses[0].resources.requests.cpu of pod "web" is "500m"
    When I delete pod "other"
    Then there is no pod "other"
    And there is an event "Normal" "ResizeCompleted" for pod "web" with message:
      """
      Pod resize completed: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1500m"}}}],"generation":2}
      """
    And the status.containerStatuses[0].resources.requests.cpu of pod "web" is "1500m"

  Scenario: What a pod that has succeeded leaves goes to the one that waits
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: other}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: busybox:1.36, command: [sleep, "60"], resources: {requests: {cpu: "1"}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.k8s.io/pause:3.10, resources: {requests: {cpu: 500m}}}
      """
    Then pod "web" is Running
    When I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {requests: {cpu: 1500m}}}
      """
    Then pod "web" has condition PodResizePending True with reason "Deferred"
    And pod "other" is Succeeded within 2m
    And there is an event "Normal" "ResizeCompleted" for pod "web"
    And the status.containerStatuses[0].resources.requests.cpu of pod "web" is "1500m"

  Scenario: Memory that is in use is not taken away
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: registry.k8s.io/pause:3.10
          resources: {requests: {memory: 1Mi}, limits: {memory: 64Mi}}
      """
    Then pod "web" is Running
    When I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {limits: {memory: 1Mi}}}
      """
    Then pod "web" has condition PodResizeInProgress True with reason "Error"
    And there is an event "Warning" "ResizeError" for pod "web"
    And the status.containerStatuses[0].resources.limits.memory of pod "web" is "64Mi"
