Feature: Secret
  Types ask for their keys; what is written as text is kept as base64.

  Background:
    Given a cluster with no nodes

  Scenario: Text becomes data, and the type is Opaque
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: login}
      stringData: {user: admin}
      data: {token: c2VjcmV0}
      """
    Then its type is "Opaque"
    And its data is:
      """yaml
      token: c2VjcmV0
      user: YWRtaW4=
      """
    And its stringData is absent
    And it matches its snapshot

  Scenario Outline: What a type asks for
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      type: <type>
      """
    Then it is Invalid with message "Secret \"s\" is invalid: <causes>"

    Examples:
      | type                                | causes                                                                   |
      | kubernetes.io/tls                   | [data[tls.crt]: Required value, data[tls.key]: Required value]           |
      | kubernetes.io/basic-auth            | [data[username]: Required value, data[password]: Required value]         |
      | kubernetes.io/ssh-auth              | data[ssh-privatekey]: Required value                                     |
      | kubernetes.io/dockerconfigjson      | data[.dockerconfigjson]: Required value                                  |
      | kubernetes.io/dockercfg             | data[.dockercfg]: Required value                                         |
      | kubernetes.io/service-account-token | metadata.annotations[kubernetes.io/service-account.name]: Required value |

  Scenario: Credentials of a registry that are no JSON
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      type: kubernetes.io/dockerconfigjson
      data: {.dockerconfigjson: bm90anNvbg==}
      """
    Then it is Invalid:
      """
      Secret "s" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'o' in literal null (expecting 'u')
      """

  Scenario: A key that is none
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData: {my key: x}
      """
    Then it is Invalid:
      """
      Secret "s" is invalid: data[my key]: Invalid value: "my key": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
      """

  Scenario: A value that is no text
    When I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData: {port: 5432}
      """
    Then it is BadRequest:
      """
      Secret in version "v1" cannot be handled as a Secret: json: cannot unmarshal number into Go struct field Secret.stringData of type string
      """

  Scenario: The type cannot be changed
    Given I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: login}
      stringData: {user: admin}
      """
    When I patch secret "login" with:
      """yaml
      type: example.org/other
      """
    Then it is Invalid:
      """
      Secret "login" is invalid: type: Invalid value: "example.org/other": field is immutable
      """

  Scenario: An immutable one stays as it is
    Given I create:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: login}
      immutable: true
      stringData: {user: admin}
      """
    When I patch secret "login" with:
      """yaml
      stringData: {user: root}
      """
    Then it is Invalid:
      """
      Secret "login" is invalid: data: Forbidden: field is immutable when `immutable` is set
      """
