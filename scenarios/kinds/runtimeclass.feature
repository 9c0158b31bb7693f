Feature: RuntimeClass

  Background:
    Given a cluster with no nodes

  Scenario: A class is taken as it is written
    When I create:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: sandboxed}
      handler: gvisor
      overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
      """
    Then its handler is "gvisor"
    And its overhead is:
      """yaml
      podFixed: {cpu: 250m, memory: 120Mi}
      """
    And it matches its snapshot

  Scenario: A handler that is no name
    When I create:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: sandboxed}
      handler: Not_Valid!
      overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
      scheduling:
        nodeSelector: {runtime: gvisor}
        tolerations: [{key: sandbox, operator: Exists, effect: NoSchedule}]
      """
    Then it is Invalid:
      """
      RuntimeClass.node.k8s.io "sandboxed" is invalid: handler: Invalid value: "Not_Valid!": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
      """

  Scenario: A toleration that does not exist
    When I create:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: sandboxed}
      handler: gvisor
      overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
      scheduling:
        nodeSelector: {runtime: gvisor}
        tolerations: [{key: sandbox, operator: Not_Valid!, effect: NoSchedule}]
      """
    Then it is Invalid:
      """
      RuntimeClass.node.k8s.io "sandboxed" is invalid: scheduling.tolerations[0].operator: Unsupported value: "Not_Valid!": supported values: "Equal", "Exists"
      """

  Scenario: The handler cannot be changed
    Given I create:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: sandboxed}
      handler: gvisor
      """
    When I patch runtimeclass "sandboxed" with:
      """yaml
      handler: kata
      """
    Then it is Invalid:
      """
      RuntimeClass.node.k8s.io "sandboxed" is invalid: handler: Invalid value: "kata": field is immutable
      """

  Scenario: A pod of a class that is not there
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        runtimeClassName: sandboxed
        containers:
        - {name: web, image: nginx}
      """
    Then it is Forbidden:
      """
      pods "web" is forbidden: pod rejected: RuntimeClass "sandboxed" not found
      """

  Scenario: A pod gets the overhead of its class
    Given I create:
      """yaml
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: sandboxed}
      handler: gvisor
      overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        runtimeClassName: sandboxed
        containers:
        - {name: web, image: nginx}
      """
    Then its spec.overhead is:
      """yaml
      cpu: 250m
      memory: 120Mi
      """
