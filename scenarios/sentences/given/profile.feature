Feature: Given — security profiles of nodes

  Background:
    Given a cluster with 2 nodes

  Scenario: An AppArmor profile
    Given the AppArmor profile "deny-write" is on node "node-1"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello}
      spec:
        nodeName: node-1
        securityContext: {appArmorProfile: {type: Localhost, localhostProfile: deny-write}}
        containers:
        - {name: app, image: busybox, command: [sh, -c, cat /proc/1/attr/current; sleep 1h]}
      """
    Then pod "hello" has logged "deny-write (enforce)"

  Scenario: A seccomp profile on every node
    Given the seccomp profile "profiles/audit.json" is on every node
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: audit}
      spec:
        nodeName: node-2
        securityContext: {seccompProfile: {type: Localhost, localhostProfile: profiles/audit.json}}
        containers:
        - {name: app, image: nginx}
      """
    Then pod "audit" is Running

  Scenario: No AppArmor
    Given there is no AppArmor on node "node-2"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello}
      spec:
        nodeName: node-2
        securityContext: {appArmorProfile: {type: RuntimeDefault}}
        containers:
        - {name: app, image: nginx}
      """
    Then pod "hello" is Failed
    And its status.message is "Pod was rejected: Cannot enforce AppArmor: AppArmor is not enabled on the host"
