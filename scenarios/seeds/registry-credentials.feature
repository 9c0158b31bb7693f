# Seeds/003, security: the credentials of a container registry are kept in a Secret, never in the Pod.
Feature: Images from a registry that asks who you are

  Background:
    Given a cluster
    And the registry "registry.example.com" needs user "deploy" and password "secret"

  Scenario: With its pull secret a pod gets its image
    Given the objects in "registry-credentials/secret.yaml"
    When I apply "registry-credentials/pod.yaml"
    Then pod "private-reg" is Running
    And the events for it are, in this order:
      | type   | reason    | message                                                                                                                 |
      | Normal | Scheduled | Successfully assigned default/private-reg to node-1                                                                     |
      | Normal | Pulling   | Pulling image "registry.example.com/team/app:1.0"                                                                       |
      | Normal | Pulled    | Successfully pulled image "registry.example.com/team/app:1.0" in 0s (0s including waiting). Image size: 70000000 bytes. |
      | Normal | Created   | Container created                                                                                                       |
      | Normal | Started   | Container started                                                                                                       |

  Scenario: Without the secret the pull is denied, and it is said which secret is missing
    When I apply "registry-credentials/pod.yaml"
    Then container "private-reg-container" of pod "private-reg" is Waiting with reason "ErrImagePull"
    And the events for it include, in this order:
      | type    | reason                          | message                                                                                                                                                                                                                                                                             |
      | Warning | FailedToRetrieveImagePullSecret | Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.                                                                                                                                                                                 |
      | Normal  | Pulling                         | Pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                                   |
      | Warning | Failed                          | Failed to pull image "registry.example.com/team/app:1.0": failed to pull and unpack image "registry.example.com/team/app:1.0": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials |
      | Warning | Failed                          | Error: ErrImagePull                                                                                                                                                                                                                                                                 |
      | Normal  | BackOff                         | Back-off pulling image "registry.example.com/team/app:1.0"                                                                                                                                                                                                                          |
      | Warning | Failed                          | Error: ImagePullBackOff                                                                                                                                                                                                                                                             |
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
