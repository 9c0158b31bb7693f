Feature: Rules about one version of a resource see requests for another

  Background:
    Given a cluster with no nodes
    And the webhook "https://hooks.example.com/convert" converts objects to "v1" by:
      """
      [JSONPatch{op: "remove", path: "/host"},
       JSONPatch{op: "add", path: "/hostPort", value: object.host + ":" + (has(object.port) ? object.port : "80")}]
        + (has(object.port) ? [JSONPatch{op: "remove", path: "/port"}] : [])
      """
    And the webhook "https://hooks.example.com/convert" converts objects to "v2" by:
      """
      [JSONPatch{op: "remove", path: "/hostPort"},
       JSONPatch{op: "add", path: "/host", value: object.hostPort.split(":")[0]},
       JSONPatch{op: "add", path: "/port", value: object.hostPort.split(":")[1]}]
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

  Scenario: A webhook about v1 is shown what v2 is in v1
    Given the webhook "https://hooks.example.com/check" denies requests when "object.hostPort.endsWith(':22')" with message "no shells"
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: checks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [probes]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    When I send `POST /apis/example.com/v2/namespaces/default/probes` with:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: shell}
      host: db
      port: "22"
      """
    Then it is Forbidden with message "admission webhook \"check.example.com\" denied the request: no shells"
    And the webhook "https://hooks.example.com/check" was sent:
      """yaml
      request:
        kind: {group: example.com, version: v1, kind: Probe}
        requestKind: {group: example.com, version: v2, kind: Probe}
        object: {apiVersion: example.com/v1, hostPort: "db:22"}
      """

  Scenario: Exactly that version is meant where it is said
    Given the webhook "https://hooks.example.com/check" denies requests
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: checks}
      webhooks:
      - name: check.example.com
        matchPolicy: Exact
        clientConfig: {url: "https://hooks.example.com/check"}
        rules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [probes]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    When I send `POST /apis/example.com/v2/namespaces/default/probes` with:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: shell}
      host: db
      """
    Then it is accepted
    And the webhook "https://hooks.example.com/check" was not called

  Scenario: What a webhook changes in v1 is changed in v2
    Given the webhook "https://hooks.example.com/defaults" patches objects by:
      """
      [JSONPatch{op: "replace", path: "/hostPort", value: object.hostPort.replace(":80", ":8080")}]
      """
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: defaults}
      webhooks:
      - name: defaults.example.com
        clientConfig: {url: "https://hooks.example.com/defaults"}
        rules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [probes]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    When I send `POST /apis/example.com/v2/namespaces/default/probes` with:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: web}
      host: web
      """
    Then it is accepted
    And the port of probe "web" is "8080"

  Scenario: A policy about v1 judges what v2 is in v1
    Given these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: ports}
      spec:
        matchConstraints:
          resourceRules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [probes]}]
        validations:
        - {expression: "object.hostPort != 'db:5432'", message: the database is probed already}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: ports}
      spec: {policyName: ports, validationActions: [Deny]}
      """
    When I send `POST /apis/example.com/v2/namespaces/default/probes` with:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: db}
      host: db
      port: "5432"
      """
    Then it is Invalid:
      """
      probes.example.com "db" is forbidden: ValidatingAdmissionPolicy 'ports' with binding 'ports' denied request: the database is probed already
      """

  Scenario: A policy changes in v1 what is v2
    Given these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: ports}
      spec:
        reinvocationPolicy: Never
        matchConstraints:
          resourceRules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [probes]}]
        mutations:
        - patchType: JSONPatch
          jsonPatch: {expression: '[JSONPatch{op: "replace", path: "/hostPort", value: object.hostPort.replace(":80", ":8080")}]'}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: ports}
      spec: {policyName: ports}
      """
    When I send `POST /apis/example.com/v2/namespaces/default/probes` with:
      """yaml
      apiVersion: example.com/v2
      kind: Probe
      metadata: {name: web}
      host: web
      """
    Then it is accepted
    And the port of probe "web" is "8080"
