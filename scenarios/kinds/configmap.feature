Feature: ConfigMap

  Background:
    Given a cluster with no nodes

  Scenario: Nothing is added
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {log.level: debug, app_conf-1: "a=1\nb=2\n"}
      """
    Then its data is:
      """yaml
      app_conf-1: |
        a=1
        b=2
      log.level: debug
      """
    And its immutable is absent
    And it matches its snapshot

  Scenario: A key that is none
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: lists, labels: {a: b}}
      data: {empty: "", unicode: žluťoučký ✓, Not Valid/!: "1"}
      """
    Then it is Invalid:
      """
      ConfigMap "lists" is invalid: data[Not Valid/!]: Invalid value: "Not Valid/!": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
      """

  Scenario: Binary data that is not base64
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      binaryData: {k: not base64!}
      """
    Then it is BadRequest:
      """
      ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 3
      """

  Scenario: A value that is no text
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {port: 8080}
      """
    Then it is BadRequest:
      """
      ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string
      """

  Scenario: The same key as text and as binary data
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {logo: text}
      binaryData: {logo: dGV4dA==}
      """
    Then it is Invalid:
      """
      ConfigMap "settings" is invalid: data[logo]: Invalid value: "logo": duplicate of key present in binaryData
      """

  Scenario: An immutable one stays as it is
    Given I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      immutable: true
      data: {colour: blue}
      """
    When I patch configmap "settings" with:
      """yaml
      data: {colour: red}
      """
    Then it is Invalid:
      """
      ConfigMap "settings" is invalid: data: Forbidden: field is immutable when `immutable` is set
      """
    When I patch configmap "settings" with:
      """yaml
      immutable: false
      """
    Then it is Invalid:
      """
      ConfigMap "settings" is invalid: immutable: Forbidden: field is immutable when `immutable` is set
      """
    When I label configmap "settings" with "team=web"
    Then it has the label "team=web"

  Scenario: Two appliers want other values
    Given I server-side apply with field manager "alpha":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue, size: large}
      """
    When I server-side apply with field manager "beta":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red, size: small}
      """
    Then it is Conflict:
      """
      Apply failed with 2 conflicts: conflicts with "alpha":
      - .data.colour
      - .data.size
      """
    When I server-side apply with field manager "beta" forcing conflicts:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    Then its data is:
      """yaml
      colour: red
      size: large
      """
