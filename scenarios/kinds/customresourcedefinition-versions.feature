Feature: A sentence sees objects in the version it names

  Background:
    Given a cluster with no nodes
    And the webhook "https://hooks.example.com/convert" converts objects to "v1" by:
      """
      [JSONPatch{op: "add", path: "/hostPort", value: object.host + ":" + object.port},
       JSONPatch{op: "remove", path: "/host"},
       JSONPatch{op: "remove", path: "/port"}]
      """
    And the webhook "https://hooks.example.com/convert" converts objects to "v2" by:
      """
      [JSONPatch{op: "add", path: "/host", value: object.hostPort.split(":")[0]},
       JSONPatch{op: "add", path: "/port", value: object.hostPort.split(":")[1]},
       JSONPatch{op: "remove", path: "/hostPort"}]
      """
    And these objects:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: probes.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: probes, singular: probe, kind: Probe}
        conversion:
          strategy: Webhook
          webhook:
            conversionReviewVersions: [v1]
            clientConfig: {url: "https://hooks.example.com/convert"}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, properties: {hostPort: {type: string}}}}
        - name: v2
          served: true
          storage: false
          schema: {openAPIV3Schema: {type: object, properties: {host: {type: string}, port: {type: string}}}}
      """
    And these objects:
      """yaml
      apiVersion: example.com/v1
      kind: Probe
      metadata: {name: first}
      hostPort: db:22
      """

  Scenario: Both versions of an object that was there, and of one that came later
    Then probe.v2.example.com "first" matches:
      """yaml
      apiVersion: example.com/v2
      host: db
      port: "22"
      """
    And probe.v1.example.com "first" matches:
      """yaml
      apiVersion: example.com/v1
      hostPort: db:22
      """
    When I apply:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: second}
      host: web
      port: "80"
      """
    Then probe.v2.example.com "second" matches:
      """yaml
      apiVersion: example.com/v2
      host: web
      port: "80"
      """
    And probe.v1.example.com "second" matches:
      """yaml
      apiVersion: example.com/v1
      hostPort: web:80
      """
    And there are 2 probes.v1.example.com
    And there are 2 probes.v2.example.com

  Scenario: What is written in one version is seen in the other at every moment
    Then the host of probe.v2.example.com "first" is "db"
    When I patch probe.v1.example.com "first" with:
      """yaml
      hostPort: web:80
      """
    Then the host of probe.v2.example.com "first" is "web"
    And the host of probe.v2.example.com "first" was never "ftp"
    And the hostPort of probe.v1.example.com "first" is "web:80"
    When I delete probe.v1.example.com "first"
    Then probe.v2.example.com "first" does not exist
