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

  Scenario: It is asked about again every three minutes
    Given I label node "node-1" with "disk=ssd"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        nodeSelector: {disk: ssd}
        containers:
        - {name: app, image: registry.k8s.io/pause:3.10, resources: {requests: {cpu: 500m}}}
      """
    Then pod "web" is Running
    When I label node "node-1" with "disk=hdd"
    And 10s pass
    And I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {requests: {cpu: "1"}}}
      """
    And 4 minutes pass
    Then the status.conditions[type=PodResizePending] of pod "web" is immediately:
      """yaml
      type: PodResizePending
      observedGeneration: 2
      status: "True"
      lastProbeTime: "2026-01-01T00:03:10Z"
      lastTransitionTime: "2026-01-01T00:00:10Z"
      reason: Deferred
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
      """
    When I label node "node-1" with "disk=ssd"
    And 3 minutes pass
    Then the status.containerStatuses[0].resources.requests.cpu of pod "web" is "1" immediately
    And the events for pod "web" include, in this order:
      | at    | type    | reason          | message                                                                                                                                                                                                 | count |
      | 10s   | Warning | ResizeDeferred  | Pod resize NodeAffinity: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1"}}}],"generation":2,"error":"Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"} | 1     |
      | 6m10s | Normal  | ResizeStarted   | Pod resize started: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1"}}}],"generation":2}                                                                                                 | 1     |
      | 6m10s | Normal  | ResizeCompleted | Pod resize completed: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1"}}}],"generation":2}                                                                                               | 1     |

  Scenario Outline: What a pod has it keeps when <what>; what it waits for it waits for on
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
    Then pod "web" is Running
    When I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {requests: {cpu: 1500m}}}
      """
    And 10s pass
    And <happens>
    And 1 minute passes
    Then pod "web" is Ready immediately
    And the status.containerStatuses[0].resources.requests.cpu of pod "web" is "500m"
    And pod "web" has condition PodResizePending True with reason "Deferred"
    And the event "ResizeDeferred" for pod "web" happens exactly 1 time
    When I delete pod "other"
    Then the status.containerStatuses[0].resources.requests.cpu of pod "web" is "1500m"

    Examples:
      | what                    | happens                               |
      | the kubelet restarts    | the kubelet on node "node-1" restarts |
      | the machine is rebooted | node "node-1" reboots                 |

  Scenario: The memory of a container that may swap stays as it is
    Given the kubelet is configured:
      """yaml
      memorySwap: {swapBehavior: LimitedSwap}
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.k8s.io/pause:3.10, resources: {requests: {memory: 64Mi}}}
      """
    Then pod "web" is Running
    When I send `PATCH /api/v1/namespaces/default/pods/web/resize` with:
      """yaml
      spec:
        containers:
        - {name: app, resources: {requests: {memory: 128Mi}}}
      """
    Then pod "web" has condition PodResizePending True with reason "Infeasible" and message "In-place resize of containers with swap is not supported."
    And there is an event "Warning" "ResizeInfeasible" for it with message:
      """
      Pod resize Infeasible: {"containers":[{"name":"app","resources":{"requests":{"memory":"128Mi"}}}],"generation":2,"error":"In-place resize of containers with swap is not supported."}
      """
