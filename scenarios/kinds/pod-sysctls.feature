Feature: Kernel parameters of pods

  Scenario Outline: What a kubelet takes
    Given a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: tuned}
      spec:
        hostNetwork: <host network>
        securityContext:
          sysctls:
          - {name: <sysctl>, value: "1"}
        containers:
        - {name: app, image: nginx}
      """
    Then pod "tuned" is <phase>

    Examples:
      | sysctl                              | host network | phase   |
      | kernel.shm_rmid_forced              | false        | Running |
      | net.ipv4.ip_unprivileged_port_start | false        | Running |
      | net/ipv4/tcp_syncookies             | false        | Running |
      | net.core.somaxconn                  | false        | Failed  |
      | kernel.msgmax                       | false        | Failed  |

  Scenario: A parameter that is not safe
    Given a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: tuned}
      spec:
        securityContext:
          sysctls:
          - {name: net.core.somaxconn, value: "1024"}
        containers:
        - {name: app, image: nginx}
      """
    Then pod "tuned" is Failed
    And its status.reason is "SysctlForbidden"
    And its status.message is "Pod was rejected: forbidden sysctl: \"net.core.somaxconn\" not allowlisted"
    And there is an event "Warning" "SysctlForbidden" for it with message:
      """
      forbidden sysctl: "net.core.somaxconn" not allowlisted
      """

  Scenario: A kubelet that allows it
    Given a cluster
    And the kubelet is configured:
      """yaml
      allowedUnsafeSysctls: [net.core.*]
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: tuned}
      spec:
        securityContext:
          sysctls:
          - {name: net.core.somaxconn, value: "1024"}
        containers:
        - {name: app, image: nginx}
      """
    Then pod "tuned" is Running
