Feature: When — I apply

  Background:
    Given a cluster with no nodes

  Scenario: A file, then the same file changed
    When I apply "../manifests/web.yaml"
    Then deployment "web" exists
    And its spec.replicas is 2
    When I apply "../manifests/web-3.yaml"
    Then its spec.replicas is 3

  Scenario: A field that is no longer in the manifest is removed, one that others set stays
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue, size: large}
      """
    And I label it with "team=web"
    And I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    Then the data of configmap "settings" is:
      """yaml
      colour: red
      """
    And it has the label "team=web"

  Scenario: On the server's side
    When I server-side apply "../manifests/shop/settings.yaml"
    And I server-side apply with field manager "painter":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    Then it is Conflict:
      """
      Apply failed with 1 conflict: conflict with "kubectl": .data.colour
      """
    When I server-side apply with field manager "painter" forcing conflicts:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    Then its data.colour is "red"
