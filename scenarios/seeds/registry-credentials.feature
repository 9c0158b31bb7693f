# Seeds/003, security: the credentials of a container registry are kept in a Secret, never in the Pod.
Feature: Images from a registry that asks who you are

  Background:
    Given a cluster
    And the registry "registry.example.com" needs user "deploy" and password "secret"

  Scenario: With its pull secret a pod gets its image
    Given the objects in "registry-credentials/secret.yaml"
    When I apply "registry-credentials/pod.yaml"
    Then pod "private-reg" is Running
    And the events for it are, in this order immediately:
      | at | type   | reason    | message                                                                                                                 | count | last |
      | 0s | Normal | Scheduled | Successfully assigned default/private-reg to node-1                                                                     | 1     | 0s   |
      | 0s | Normal | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                       | 1     | 0s   |
      | 0s | Normal | Pulled    | Successfully pulled image "registry.example.com/team/app:1.0" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
      | 0s | Normal | Created   | Container created                                                                                                       | 1     | 0s   |
      | 0s | Normal | Started   | Container started                                                                                                       | 1     | 0s   |

  Scenario: Without the secret the pull is denied, and it is said which secret is missing
    When I apply "registry-credentials/pod.yaml"
    Then container "private-reg-container" of pod "private-reg" is Waiting with reason "ErrImagePull"
    And the events for it are, in this order immediately:
      | at | type    | reason                          | message                                                                                                                                                                                                                                                                             | count | last |
      | 0s | Normal  | Scheduled                       | Successfully assigned default/private-reg to node-1                                                                                                                                                                                                                                 | 1     | 0s   |
      | 0s | Warning | FailedToRetrieveImagePullSecret | Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.                                                                                                                                                                                 | 2     | 1s   |
      | 0s | Normal  | Pulling                         | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                   | 1     | 0s   |
      | 0s | Warning | Failed                          | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials | 1     | 0s   |
      | 0s | Warning | Failed                          | Error: ErrImagePull                                                                                                                                                                                                                                                                 | 1     | 0s   |
      | 1s | Normal  | BackOff                         | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                          | 1     | 1s   |
      | 1s | Warning | Failed                          | Error: ImagePullBackOff                                                                                                                                                                                                                                                             | 1     | 1s   |
    And its status.containerStatuses[0].state.waiting is:
      """yaml
      reason: ImagePullBackOff
      message: 'Back-off pulling image "registry.example.com/team/app:1.0": ErrImagePull: failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials'
      """

  Scenario: Once the secret is there, the next try succeeds
    When I apply "registry-credentials/pod.yaml"
    Then pod "private-reg" is ImagePullBackOff
    When I apply "registry-credentials/secret.yaml"
    Then pod "private-reg" is Running within 1 minute
    And the event "Pulling" for it happens exactly 3 times
    And the status.containerStatuses[0].state of pod "private-reg" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:40Z"}
      """
    And the events for pod "private-reg" are, in this order immediately:
      | at  | type    | reason                          | message                                                                                                                                                                                                                                                                             | count | last |
      | 0s  | Normal  | Scheduled                       | Successfully assigned default/private-reg to node-1                                                                                                                                                                                                                                 | 1     | 0s   |
      | 0s  | Warning | FailedToRetrieveImagePullSecret | Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.                                                                                                                                                                                 | 3     | 14s  |
      | 0s  | Normal  | Pulling                         | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                   | 3     | 40s  |
      | 0s  | Warning | Failed                          | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials | 2     | 14s  |
      | 0s  | Warning | Failed                          | Error: ErrImagePull                                                                                                                                                                                                                                                                 | 2     | 14s  |
      | 1s  | Normal  | BackOff                         | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                          | 2     | 27s  |
      | 1s  | Warning | Failed                          | Error: ImagePullBackOff                                                                                                                                                                                                                                                             | 2     | 27s  |
      | 40s | Normal  | Pulled                          | Successfully pulled image "registry.example.com/team/app:1.0" in 0s (0s including waiting). Image size: 70000000 bytes.                                                                                                                                                             | 1     | 40s  |
      | 40s | Normal  | Created                         | Container created                                                                                                                                                                                                                                                                   | 1     | 40s  |
      | 40s | Normal  | Started                         | Container started                                                                                                                                                                                                                                                                   | 1     | 40s  |

  Scenario: A wrong password
    Given these objects:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: regcred}
      type: kubernetes.io/dockerconfigjson
      stringData:
        .dockerconfigjson: '{"auths":{"registry.example.com":{"username":"deploy","password":"guess"}}}'
      """
    When I apply "registry-credentials/pod.yaml"
    Then there is an event "Warning" "Failed" for pod "private-reg" with message:
      """
      Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: unexpected status from HEAD request to https://registry.example.com/v2/team/app/manifests/1.0: 401 Unauthorized
      """
    When 20s pass
    Then the status.containerStatuses[0].state.waiting.reason of pod "private-reg" is "ImagePullBackOff" immediately
    And the events for pod "private-reg" are, in this order immediately:
      | at | type    | reason    | message                                                                                                                                                                                                                                                                 | count | last |
      | 0s | Normal  | Scheduled | Successfully assigned default/private-reg to node-1                                                                                                                                                                                                                     | 1     | 0s   |
      | 0s | Normal  | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                       | 2     | 14s  |
      | 0s | Warning | Failed    | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: unexpected status from HEAD request to https://registry.example.com/v2/team/app/manifests/1.0: 401 Unauthorized | 2     | 14s  |
      | 0s | Warning | Failed    | Error: ErrImagePull                                                                                                                                                                                                                                                     | 2     | 14s  |
      | 1s | Normal  | BackOff   | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                              | 1     | 1s   |
      | 1s | Warning | Failed    | Error: ImagePullBackOff                                                                                                                                                                                                                                                 | 1     | 1s   |

  Scenario: Every credential that fits is tried, the more specific first, of old and new secrets alike
    Given these objects:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: regcred}
      type: kubernetes.io/dockerconfigjson
      stringData:
        .dockerconfigjson: '{"auths":{"registry.example.com/team":{"username":"deploy","password":"guess"}}}'
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: wildcard}
      type: kubernetes.io/dockercfg
      stringData:
        .dockercfg: '{"https://*.example.com":{"auth":"ZGVwbG95OnNlY3JldA=="}}'
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: rotated}
      spec:
        imagePullSecrets: [{name: regcred}, {name: wildcard}]
        containers:
        - {name: app, image: registry.example.com/team/app}
      """
    Then pod "rotated" is Running
    And the status.containerStatuses[0].state of pod "rotated" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:00Z"}
      """
    And the events for pod "rotated" are, in this order immediately:
      | at | type   | reason    | message                                                                                                             | count | last |
      | 0s | Normal | Scheduled | Successfully assigned default/rotated to node-1                                                                     | 1     | 0s   |
      | 0s | Normal | Pulling   | Pulling image "registry.example.com/team/app"                                                                       | 1     | 0s   |
      | 0s | Normal | Pulled    | Successfully pulled image "registry.example.com/team/app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
      | 0s | Normal | Created   | Container created                                                                                                   | 1     | 0s   |
      | 0s | Normal | Started   | Container started                                                                                                   | 1     | 0s   |

  Scenario: The service account brings the secret along
    Given the objects in "registry-credentials/secret.yaml"
    When I patch service account "default" with:
      """yaml
      imagePullSecrets: [{name: regcred}]
      """
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.example.com/web}
      """
    Then the spec.imagePullSecrets of pod "web" contains {name: "regcred"}
    And it is Running
    And the status.containerStatuses[0].state of pod "web" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:00Z"}
      """
    And the events for pod "web" are, in this order immediately:
      | at | type   | reason    | message                                                                                                        | count | last |
      | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                                                    | 1     | 0s   |
      | 0s | Normal | Pulling   | Pulling image "registry.example.com/web"                                                                       | 1     | 0s   |
      | 0s | Normal | Pulled    | Successfully pulled image "registry.example.com/web" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
      | 0s | Normal | Created   | Container created                                                                                              | 1     | 0s   |
      | 0s | Normal | Started   | Container started                                                                                              | 1     | 0s   |

  Scenario: An image somebody else has pulled with a secret is not for everybody
    Given the objects in "registry-credentials/secret.yaml"
    When I apply "registry-credentials/pod.yaml"
    Then pod "private-reg" is Running
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: thief}
      spec:
        containers:
        - {name: app, image: "registry.example.com/team/app:1.0", imagePullPolicy: IfNotPresent}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: quiet-thief}
      spec:
        containers:
        - {name: app, image: "registry.example.com/team/app:1.0", imagePullPolicy: Never}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: friend}
      spec:
        imagePullSecrets: [{name: regcred}]
        containers:
        - {name: app, image: "registry.example.com/team/app:1.0", imagePullPolicy: IfNotPresent}
      """
    Then pod "thief" is ErrImagePull
    And pod "quiet-thief" is ErrImageNeverPull
    And there is an event "Warning" "ErrImageNeverPull" for it with message:
      """
      Container image "registry.example.com/team/app:1.0" is not present with pull policy of Never
      """
    And pod "friend" is Running
    And there is an event "Normal" "Pulled" for it with message:
      """
      Container image "registry.example.com/team/app:1.0" already present on machine and can be accessed by the pod
      """
    And the events for pod "thief" are, in this order immediately:
      | at | type    | reason    | message                                                                                                                                                                                                                                                                             | count | last |
      | 0s | Normal  | Scheduled | Successfully assigned default/thief to node-1                                                                                                                                                                                                                                       | 1     | 0s   |
      | 1s | Normal  | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                   | 1     | 1s   |
      | 1s | Warning | Failed    | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials | 1     | 1s   |
      | 1s | Warning | Failed    | Error: ErrImagePull                                                                                                                                                                                                                                                                 | 1     | 1s   |
      | 2s | Normal  | BackOff   | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                          | 1     | 2s   |
      | 2s | Warning | Failed    | Error: ImagePullBackOff                                                                                                                                                                                                                                                             | 1     | 2s   |
    And the events for pod "quiet-thief" are, in this order immediately:
      | at | type    | reason            | message                                                                                      | count | last |
      | 0s | Normal  | Scheduled         | Successfully assigned default/quiet-thief to node-1                                          | 1     | 0s   |
      | 1s | Warning | ErrImageNeverPull | Container image "registry.example.com/team/app:1.0" is not present with pull policy of Never | 2     | 2s   |
      | 1s | Warning | Failed            | Error: ErrImageNeverPull                                                                     | 2     | 2s   |
    And the status.containerStatuses[0].state of pod "friend" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:01Z"}
      """
    And the events for pod "friend" are, in this order immediately:
      | at | type   | reason    | message                                                                                                       | count | last |
      | 0s | Normal | Scheduled | Successfully assigned default/friend to node-1                                                                | 1     | 0s   |
      | 1s | Normal | Pulled    | Container image "registry.example.com/team/app:1.0" already present on machine and can be accessed by the pod | 1     | 1s   |
      | 1s | Normal | Created   | Container created                                                                                             | 1     | 1s   |
      | 1s | Normal | Started   | Container started                                                                                             | 1     | 1s   |

  Scenario: A registry that cannot be reached
    Given the objects in "registry-credentials/secret.yaml"
    When the registry "registry.example.com" goes down
    And I apply "registry-credentials/pod.yaml"
    Then there is an event "Warning" "Failed" for pod "private-reg" with message:
      """
      Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: failed to do request: Head "https://registry.example.com/v2/team/app/manifests/1.0": dial tcp <ip>:443: connect: connection refused
      """
    When 5 minutes pass
    And the registry "registry.example.com" comes back
    Then pod "private-reg" is Running within 6 minutes
    And the status.containerStatuses[0].state of pod "private-reg" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:05:52Z"}
      """
    And the events for pod "private-reg" are, in this order immediately:
      | at | type    | reason    | message                                                                                                                                                                                                                                                                                              | count | last  |
      | 0s | Normal  | Scheduled | Successfully assigned default/private-reg to node-1                                                                                                                                                                                                                                                  | 1     | 0s    |
      | 0s | Normal  | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                                    | 5     | 3m3s  |
      | 0s | Warning | Failed    | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: failed to do request: Head "https://registry.example.com/v2/team/app/manifests/1.0": dial tcp 203.0.113.145:443: connect: connection refused | 5     | 3m3s  |
      | 0s | Warning | Failed    | Error: ErrImagePull                                                                                                                                                                                                                                                                                  | 5     | 3m3s  |
      | 1s | Normal  | BackOff   | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                           | 21    | 5m13s |
      | 1s | Warning | Failed    | Error: ImagePullBackOff                                                                                                                                                                                                                                                                              | 21    | 5m13s |

  Scenario: Images are pulled one after the other
    Given the image "registry.example.com/team/app:1.0" takes 20s to pull
    And the image "busybox" takes 5s to pull
    And the objects in "registry-credentials/secret.yaml"
    When I apply "registry-credentials/pod.yaml"
    And 1s passes
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: second}
      spec:
        containers:
        - {name: app, image: busybox, command: [sleep, infinity]}
      """
    Then pod "second" is Running
    And there is an event "Pulled" for it with message:
      """
      Successfully pulled image "busybox" in 5s (24s including waiting). Image size: 2223685 bytes.
      """
    And the status.containerStatuses[0].state of pod "private-reg" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:20Z"}
      """
    And the events for pod "private-reg" are, in this order immediately:
      | at  | type   | reason    | message                                                                                                                   | count | last |
      | 0s  | Normal | Scheduled | Successfully assigned default/private-reg to node-1                                                                       | 1     | 0s   |
      | 0s  | Normal | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                         | 1     | 0s   |
      | 20s | Normal | Pulled    | Successfully pulled image "registry.example.com/team/app:1.0" in 20s (20s including waiting). Image size: 70000000 bytes. | 1     | 20s  |
      | 20s | Normal | Created   | Container created                                                                                                         | 1     | 20s  |
      | 20s | Normal | Started   | Container started                                                                                                         | 1     | 20s  |
    And the status.containerStatuses[0].state of pod "second" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:25Z"}
      """
    And the events for pod "second" are, in this order immediately:
      | at  | type   | reason    | message                                                                                       | count | last |
      | 1s  | Normal | Scheduled | Successfully assigned default/second to node-1                                                | 1     | 1s   |
      | 1s  | Normal | Pulling   | Pulling image "busybox"                                                                       | 1     | 1s   |
      | 25s | Normal | Pulled    | Successfully pulled image "busybox" in 5s (24s including waiting). Image size: 2223685 bytes. | 1     | 25s  |
      | 25s | Normal | Created   | Container created                                                                             | 1     | 25s  |
      | 25s | Normal | Started   | Container started                                                                             | 1     | 25s  |

  Scenario: A kubelet that pulls several images at once
    Given the kubelet is configured:
      """yaml
      maxParallelImagePulls: 2
      """
    And the image "registry.example.com/team/app:1.0" takes 20s to pull
    And the image "busybox" takes 5s to pull
    And the objects in "registry-credentials/secret.yaml"
    When I apply "registry-credentials/pod.yaml"
    And 1s passes
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: second}
      spec:
        containers:
        - {name: app, image: busybox, command: [sleep, infinity]}
      """
    Then pod "second" is Running
    And there is an event "Pulled" for it with message:
      """
      Successfully pulled image "busybox" in 5s (5s including waiting). Image size: 2223685 bytes.
      """
    And the status.containerStatuses[0].state of pod "second" is immediately:
      """yaml
      running: {startedAt: "2026-01-01T00:00:06Z"}
      """
    And the events for pod "second" are, in this order immediately:
      | at | type   | reason    | message                                                                                      | count | last |
      | 1s | Normal | Scheduled | Successfully assigned default/second to node-1                                               | 1     | 1s   |
      | 1s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 1s   |
      | 6s | Normal | Pulled    | Successfully pulled image "busybox" in 5s (5s including waiting). Image size: 2223685 bytes. | 1     | 6s   |
      | 6s | Normal | Created   | Container created                                                                            | 1     | 6s   |
      | 6s | Normal | Started   | Container started                                                                            | 1     | 6s   |

  Scenario: It is tried again after ten seconds, twenty, forty, up to five minutes
    When I apply "registry-credentials/pod.yaml"
    And 30 minutes pass
    Then the status.containerStatuses[0].state of pod "private-reg" is immediately:
      """yaml
      waiting:
        reason: ImagePullBackOff
        message: "Back-off pulling image \"registry.example.com/team/app:1.0\": ErrImagePull: failed to pull and unpack image \"registry.example.com/team/app:1.0\": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials"
      """
    And the status.conditions[type=Ready] of pod "private-reg" is immediately:
      """yaml
      type: Ready
      observedGeneration: 1
      status: "False"
      lastProbeTime: null
      lastTransitionTime: "2026-01-01T00:00:00Z"
      reason: ContainersNotReady
      message: "containers with unready status: [private-reg-container]"
      """
    And the events for pod "private-reg" are, in this order immediately:
      | at | type    | reason                          | message                                                                                                                                                                                                                                                                             | count | last  |
      | 0s | Normal  | Scheduled                       | Successfully assigned default/private-reg to node-1                                                                                                                                                                                                                                 | 1     | 0s    |
      | 0s | Warning | FailedToRetrieveImagePullSecret | Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.                                                                                                                                                                                 | 118   | 25m9s |
      | 0s | Normal  | Pulling                         | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                   | 5     | 3m3s  |
      | 0s | Warning | Failed                          | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials | 4     | 1m32s |
      | 0s | Warning | Failed                          | Error: ErrImagePull                                                                                                                                                                                                                                                                 | 4     | 1m32s |
      | 1s | Normal  | BackOff                         | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                          | 109   | 25m9s |
      | 1s | Warning | Failed                          | Error: ImagePullBackOff                                                                                                                                                                                                                                                             | 6     | 1m45s |
