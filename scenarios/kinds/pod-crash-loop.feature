Feature: Containers that fail again and again

  Background:
    Given a cluster

  Scenario Outline: Back-offs double from ten seconds to five minutes
    Given the image "app" exits with code 1 after 1s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: app}
      """
    And <time> pass
    Then the status.containerStatuses[0].restartCount of pod "web" is <restarts> immediately

    Examples:
      | time     | restarts |
      | 2s       | 0        |
      | 3s       | 1        |
      | 16s      | 1        |
      | 17s      | 2        |
      | 42s      | 2        |
      | 43s      | 3        |
      | 92s      | 3        |
      | 93s      | 4        |
      | 175s     | 4        |
      | 176s     | 5        |
      | 339s     | 5        |
      | 341s     | 6        |
      | 642s     | 6        |
      | 644s     | 7        |
      | 1 hour   | 16       |
      | 24 hours | 290      |

  Scenario: What is seen while a container is held back
    Given the image "app" exits with code 1 after 1s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: app}
      """
    And 10 minutes pass
    Then pod "web" is CrashLoopBackOff immediately
    And its status.phase is "Running"
    And its status.containerStatuses[0] matches:
      """yaml
      ready: false
      started: false
      restartCount: 6
      state:
        waiting:
          reason: CrashLoopBackOff
      lastState:
        terminated:
          exitCode: 1
          reason: Error
          startedAt: "2026-01-01T00:05:39Z"
          finishedAt: "2026-01-01T00:05:40Z"
      """
    And its status.containerStatuses[0].state.waiting.message matches "^back-off 5m0s restarting failed container=app pod=web_default\\([0-9a-f-]+\\)$"
    And there is an event "Warning" "BackOff" for it with message containing "Back-off restarting failed container app in pod web_default("

  Scenario: After ten minutes without a crash the count begins anew
    Given the image "app" exits with code 1 after 601s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: app}
      """
    And 3 hours pass
    Then container "app" of pod "web" has restarted 17 times

  Scenario: Ten minutes and less are not enough
    Given the image "app" exits with code 1 after 500s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: app}
      """
    And 4 hours pass
    Then there is an event "BackOff" for pod "web"
    And pod "web" is CrashLoopBackOff within 10 minutes
    And its status.containerStatuses[0].state.waiting.message matches "^back-off 5m0s "

  Scenario: An image that cannot be pulled
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
    And 1 hour passes
    Then pod "lost" is ImagePullBackOff
    And it was never Running
    And its status.containerStatuses[0].state.waiting.message is "Back-off pulling image \"nowhere/app\": ErrImagePull: failed to pull and unpack image \"docker.io/nowhere/app:latest\": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
    And the event "Pulling" for it happens at least 4 times

  Scenario: A probe that fails from a given moment on
    Given the image "app" answers `GET /healthz` with 200
    And the image "app" answers `GET /healthz` with 500 from 60s on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        terminationGracePeriodSeconds: 5
        containers:
        - name: app
          image: app
          livenessProbe: {httpGet: {path: /healthz, port: 80}, periodSeconds: 10, failureThreshold: 3}
      """
    And 175s pass
    Then the events for pod "web" are, in this order:
      | type    | reason    | message                                                                                   | count |
      | Normal  | Scheduled | Successfully assigned default/web to node-1                                               | 1     |
      | Normal  | Pulling   | Pulling image "app"                                                                       | 2     |
      | Normal  | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 2     |
      | Normal  | Created   | Container created                                                                         | 2     |
      | Normal  | Started   | Container started                                                                         | 2     |
      | Warning | Unhealthy | Liveness probe failed: HTTP probe failed with statuscode: 500                             | 5     |
      | Normal  | Killing   | Container app failed liveness probe, will be restarted                                    | 1     |
    And its status.containerStatuses[0] matches:
      """yaml
      restartCount: 1
      state:
        running:
          startedAt: "2026-01-01T00:01:30Z"
      lastState:
        terminated:
          exitCode: 0
          reason: Completed
      """

  Scenario: A kubelet that waits less
    Given the kubelet is configured:
      """yaml
      crashLoopBackOff: {maxContainerRestartPeriod: 15s}
      """
    And the image "app" exits with code 1 after 1s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: app}
      """
    And 5 minutes pass
    Then pod "web" is CrashLoopBackOff within 20s
    And its status.containerStatuses[0].state.waiting.message matches "^back-off 15s restarting failed container=app"
