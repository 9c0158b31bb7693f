Feature: Given — webhooks

  Scenario: Nobody is denied
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
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is accepted

  Scenario: What it denies
    Given the webhook "https://hooks.example.com/check" denies requests when "!has(object.metadata.labels) || !('team' in object.metadata.labels)" with message "say whose it is"
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is Forbidden with message "admission webhook \"check.example.com\" denied the request: say whose it is"
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {team: web}}
      """
    Then it is accepted

  Scenario: With another code
    Given the webhook "https://hooks.example.com/check" denies requests with code 422 and message "no"
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is Invalid with message "admission webhook \"check.example.com\" denied the request: no"

  Scenario: Without a word
    Given the webhook "https://hooks.example.com/check" denies requests
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is refused with message "admission webhook \"check.example.com\" denied the request without explanation"

  Scenario: It warns
    Given the webhook "https://hooks.example.com/check" warns "this is watched"
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is accepted with the warning "this is watched"

  Scenario: It patches
    Given the webhook of service "tools/defaults" at "/mutate" patches objects when "!has(object.data)" with:
      """yaml
      - {op: add, path: /data, value: {size: small}}
      """
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: defaults.example.com
        clientConfig: {service: {namespace: tools, name: defaults, path: /mutate}}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then the data.size of configmap "settings" is "small"

  Scenario: It computes patches
    Given the webhook of service "tools/defaults" patches objects by:
      """
      [JSONPatch{op: "add", path: "/metadata/labels", value: {"by": request.userInfo.username}},
       JSONPatch{op: "add", path: "/data", value: {"size": "small"}}]
      """
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: defaults.example.com
        clientConfig: {service: {namespace: tools, name: defaults, path: /mutate}}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then the data.size of configmap "settings" is "small"
    And the metadata.labels.by of it is "admin"

  Scenario: It answers as written
    Given the webhook "https://hooks.example.com/check" answers:
      """yaml
      allowed: false
      status: {code: 403, reason: Forbidden, message: closed}
      """
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is Forbidden with message "admission webhook \"check.example.com\" denied the request: closed"

  Scenario: It is late
    Given the webhook "https://hooks.example.com/check" answers after 30s
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is InternalError:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hooks.example.com/check?timeout=10s": context deadline exceeded
      """

  Scenario: It fails
    Given the webhook "https://hooks.example.com/check" answers with status 503
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is InternalError:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: the server is currently unable to handle the request
      """

  Scenario: It cannot be reached
    Given the webhook "https://hooks.example.com/check" cannot be reached because "dial tcp 192.0.2.1:443: connect: connection refused"
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is InternalError:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hooks.example.com/check?timeout=10s": dial tcp 192.0.2.1:443: connect: connection refused
      """

  Scenario: It converts custom resources
    Given the webhook "https://hooks.example.com/convert" converts objects to "v2" by:
      """
      [JSONPatch{op: "remove", path: "/hostPort"},
       JSONPatch{op: "add", path: "/host", value: object.hostPort.split(":")[0]},
       JSONPatch{op: "add", path: "/port", value: object.hostPort.split(":")[1]}]
      """
    And these objects:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab}
        conversion:
          strategy: Webhook
          webhook:
            conversionReviewVersions: [v1]
            clientConfig: {url: "https://hooks.example.com/convert"}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties: {hostPort: {type: string}}
        - name: v2
          served: true
          storage: false
          schema:
            openAPIV3Schema:
              type: object
              properties: {host: {type: string}, port: {type: string}}
      """
    When I apply:
      """yaml
      apiVersion: stable.example.com/v1
      kind: CronTab
      metadata: {name: nightly}
      hostPort: "localhost:1234"
      """
    And I send `GET /apis/stable.example.com/v2/namespaces/default/crontabs/nightly`
    Then the webhook "https://hooks.example.com/convert" was sent:
      """yaml
      kind: ConversionReview
      request: {desiredAPIVersion: stable.example.com/v2}
      """
