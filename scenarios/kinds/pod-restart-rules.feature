Feature: Rules by which containers restart

  Background:
    Given a cluster

  Scenario: A rule restarts a container that its policy would leave
    Given the image "worker" exits with code 42 after 5s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: worker}
      spec:
        restartPolicy: Never
        containers:
        - name: app
          image: worker
          restartPolicy: Never
          restartPolicyRules:
          - action: Restart
            exitCodes: {operator: In, values: [42]}
      """
    Then container "app" of pod "worker" has restarted 2 times
    And it is CrashLoopBackOff
    And it is never Failed

  Scenario: Another exit code is left to the policy
    Given the image "worker" exits with code 43 after 5s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: worker}
      spec:
        restartPolicy: Always
        containers:
        - name: app
          image: worker
          restartPolicy: Never
          restartPolicyRules:
          - action: Restart
            exitCodes: {operator: In, values: [42]}
      """
    Then pod "worker" is Failed
    And its status.containerStatuses[0].restartCount is 0

  Scenario: All containers start anew when one of them asks for it, without back-off
    Given the image "worker" exits with code 42 after 10s
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: trainer}
      spec:
        restartPolicy: Never
        initContainers:
        - {name: setup, image: busybox, command: ["true"]}
        containers:
        - name: worker
          image: worker
          restartPolicy: Never
          restartPolicyRules:
          - action: RestartAllContainers
            exitCodes: {operator: In, values: [42]}
        - {name: side, image: nginx}
      """
    Then pod "trainer" is Ready
    And its status.conditions[type=AllContainersRestarting].status is "False"
    When 10s pass
    Then its status.conditions[type=AllContainersRestarting] matches:
      """yaml
      status: "True"
      reason: RestartAllContainersStarted
      message: container exited with restart policy rule
      """
    And there is an event "Normal" "Killing" for it with message "killing"
    And container "side" of it is Waiting with reason "RestartingAllContainers"
    And its status.containerStatuses[name=side] matches:
      """yaml
      state:
        waiting:
          reason: RestartingAllContainers
          message: The container is removed because RestartAllContainers in place
      lastState:
        terminated:
          reason: RestartingAllContainers
          message: The container is removed because RestartAllContainers in place
          exitCode: 137
      restartCount: 1
      """
    And pod "trainer" is Ready
    And its status.initContainerStatuses[0].restartCount is 1
    And its status.containerStatuses[name=worker].restartCount is 1
    And its status.conditions[type=Initialized].status is "True"
    And it is never CrashLoopBackOff
