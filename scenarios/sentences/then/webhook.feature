Feature: Then — what webhooks were sent

  Scenario: Calls are counted and looked at
    Given the webhook "https://hooks.example.com/check" allows all requests
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    Then the webhook "https://hooks.example.com/check" was not called
    When I create as "alice" in group "system:masters":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then the webhook "https://hooks.example.com/check" was called
    And the webhook "https://hooks.example.com/check" was called once
    And the webhook "https://hooks.example.com/check" was sent:
      """yaml
      apiVersion: admission.k8s.io/v1
      kind: AdmissionReview
      request:
        uid: <uuid>
        operation: CREATE
        resource: {group: "", version: v1, resource: configmaps}
        name: settings
        namespace: default
        userInfo: {username: alice, groups: [system:masters, system:authenticated]}
        object: {metadata: {name: settings}}
        oldObject: null
        dryRun: false
        options: {kind: CreateOptions, apiVersion: meta.k8s.io/v1}
      """
