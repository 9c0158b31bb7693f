Feature: Pod
  What a pod gets that its manifest does not say, and what it is refused for.

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a pod that names only its container
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: tiny}
      spec: {containers: [{name: main, image: registry.example/tiny:1}]}
      """
    Then its spec.restartPolicy is "Always"
    And its spec.dnsPolicy is "ClusterFirst"
    And its spec.schedulerName is "default-scheduler"
    And its spec.serviceAccountName is "default"
    And its spec.terminationGracePeriodSeconds is 30
    And its spec.enableServiceLinks is true
    And its spec.preemptionPolicy is "PreemptLowerPriority"
    And its spec.priority is 0
    And its spec.containers[0].imagePullPolicy is "IfNotPresent"
    And its spec.containers[0].terminationMessagePath is "/dev/termination-log"
    And its status.phase is "Pending"
    And its status.qosClass is "BestEffort"
    And it matches its snapshot

  Scenario Outline: The image decides whether it is pulled again
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: <image>}
      """
    Then its spec.containers[0].imagePullPolicy is "<policy>"

    Examples:
      | image                                                                         | policy       |
      | nginx                                                                         | Always       |
      | nginx:latest                                                                  | Always       |
      | nginx:1.27                                                                    | IfNotPresent |
      | nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000 | IfNotPresent |

  Scenario Outline: Requests and limits decide the quality of service
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: nginx, resources: <resources>}
      """
    Then its status.qosClass is "<class>"

    Examples:
      | resources                           | class      |
      | {}                                  | BestEffort |
      | {requests: {cpu: 100m}}             | Burstable  |
      | {limits: {cpu: 100m, memory: 64Mi}} | Guaranteed |

  Scenario: A limit alone is the request too
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: web
          image: nginx
          resources: {limits: {memory: 64Mi}}
      """
    Then its spec.containers[0].resources is:
      """yaml
      limits: {memory: 64Mi}
      requests: {memory: 64Mi}
      """

  Scenario: A container without a name
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {containers: [{image: i:1}]}
      """
    Then it is Invalid:
      """
      Pod "p" is invalid: spec.containers[0].name: Required value
      """

  Scenario: Two containers that want the same port of the node
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        containers:
        - {name: c, image: i:1, ports: [{containerPort: 80, hostPort: 80}]}
        - {name: d, image: i:1, ports: [{containerPort: 90, hostPort: 80}]}
      """
    Then it is Invalid:
      """
      Pod "p" is invalid: spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"
      """

  Scenario: A priority instead of a priority class
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {priority: 100, containers: [{name: c, image: i:1}]}
      """
    Then it is Forbidden:
      """
      pods "p" is forbidden: the integer value of priority (100) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name
      """

  Scenario: A field misspelt
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx, comand: [sleep]}]}
      """
    Then it is BadRequest:
      """
      Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].comand"
      """

  Scenario: A request above its limit
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: web
          image: nginx
          resources:
            requests: {memory: 2Gi}
            limits: {memory: 1Gi}
      """
    Then it is Invalid:
      """
      Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi
      """

  Scenario: A service account that is not there
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        serviceAccountName: robot
        containers:
        - {name: web, image: nginx}
      """
    Then it is Forbidden:
      """
      pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found
      """

  Scenario: The command of a pod cannot be changed, its image can
    Given I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: nginx:1}
      """
    When I patch pod "web" with:
      """yaml
      spec:
        containers:
        - {name: web, image: nginx:2}
      """
    Then its spec.containers[0].image is "nginx:2"
    When I patch pod "web" with:
      """yaml
      spec:
        containers:
        - {name: web, command: [sleep]}
      """
    Then it is Invalid:
      """
      Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)
      @@ -93,7 +93,9 @@
         {
          "Name": "web",
          "Image": "nginx:2",
      -   "Command": null,
      +   "Command": [
      +    "sleep"
      +   ],
          "Args": null,
          "WorkingDir": "",
          "Ports": null,

      """
