Feature: Runtime classes and the handlers of nodes

  Background:
    Given a cluster with nodes:
      | name   | runtime handlers | labels       |
      | plain  |                  |              |
      | secure | runc, kata       | sandbox=kata |
    And these objects:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: kata}
      handler: kata
      overhead:
        podFixed: {memory: 120Mi, cpu: 250m}
      scheduling:
        nodeSelector: {sandbox: kata}
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: anywhere}
      handler: kata
      """

  Scenario: A node says what it can run pods under
    Then the status.runtimeHandlers of node "secure" is:
      """yaml
      - name: ""
        features: {recursiveReadOnlyMounts: true, userNamespaces: true}
      - name: runc
        features: {recursiveReadOnlyMounts: true, userNamespaces: true}
      - name: kata
        features: {recursiveReadOnlyMounts: false, userNamespaces: false}
      """

  Scenario: A class brings its pods to the nodes that have its handler, with what it costs
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: safe}
      spec:
        runtimeClassName: kata
        containers:
        - {name: app, image: nginx}
      """
    Then pod "safe" is Running
    And it runs on node "secure"
    And its spec.overhead is {cpu: 250m, memory: 120Mi}

  Scenario: On a node without the handler no sandbox can be made
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: lost}
      spec:
        nodeName: plain
        runtimeClassName: anywhere
        containers:
        - {name: app, image: nginx}
      """
    Then there is an event "Warning" "FailedCreatePodSandBox" for pod "lost" with message matching "^Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox \"[0-9a-f]{64}\": no runtime for \"kata\" is configured$"
    And it is Pending
    And container "app" of it is Waiting with reason "ContainerCreating"
    And its status.conditions[type=PodReadyToStartContainers].status is "False"
    And it is never Running
