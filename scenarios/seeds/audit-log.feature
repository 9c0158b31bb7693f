# Seeds/003, "keep an audit log of what is done to the cluster".
Feature: The audit log tells who did what
  Which requests are written down, and how much of them, is the policy's; the first rule that matches decides.

  Background:
    Given the audit policy:
      """yaml
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      omitManagedFields: true
      rules:
      - level: None
        users: ["system:kube-scheduler", "system:kube-controller-manager"]
        userGroups: ["system:authenticated"]
      - level: None
        userGroups: ["system:nodes", "system:serviceaccounts"]
      - level: Metadata
        resources:
        - {group: "", resources: [secrets, configmaps]}
      - level: RequestResponse
        verbs: [create, update, patch, delete]
        resources:
        - {group: "", resources: [pods]}
      - level: None
      """
    And the namespace "shop"
    And a user "alice" in groups "dev"

  Scenario: Secrets leave no trace of what is in them
    When I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: password}
      stringData: {password: kabuki}
      """
    Then the audit log has an entry:
      """yaml
      level: Metadata
      stage: ResponseComplete
      verb: create
      user: {username: admin}
      objectRef: {resource: secrets, namespace: shop, name: password, apiVersion: v1}
      responseStatus: {code: 201}
      """
    And the audit log has no entry:
      """yaml
      requestObject: {kind: Secret}
      """

  Scenario: Refusals say why
    When I send `GET /api/v1/namespaces/shop/secrets/password` as "alice"
    Then it is Forbidden:
      """
      secrets "password" is forbidden: User "alice" cannot get resource "secrets" in API group "" in the namespace "shop"
      """
    And the audit log has an entry:
      """yaml
      level: Metadata
      verb: get
      user: {username: alice, groups: [dev, "system:authenticated"]}
      responseStatus:
        status: Failure
        reason: Forbidden
        code: 403
        message: 'secrets "password" is forbidden: User "alice" cannot get resource "secrets" in API group "" in the namespace "shop"'
      annotations: {authorization.k8s.io/decision: forbid, authorization.k8s.io/reason: ""}
      """

  Scenario: Permission comes with its reason
    Given the role "config-reader" allows "alice" to list configmaps
    When I send `GET /api/v1/namespaces/shop/configmaps` as "alice"
    Then the audit log has an entry:
      """yaml
      verb: list
      user: {username: alice}
      annotations:
        authorization.k8s.io/decision: allow
        authorization.k8s.io/reason: 'RBAC: allowed by RoleBinding "config-reader/shop" of Role "config-reader" to User "alice"'
      """

  Scenario: What pods would violate
    Given the namespace "hardened" with labels "pod-security.kubernetes.io/audit=restricted"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: nginx}
      """
    Then the audit log has an entry:
      """yaml
      level: RequestResponse
      verb: create
      objectRef: {resource: pods, namespace: hardened, name: web}
      requestObject: {kind: Pod, spec: {containers: [{name: app, image: nginx}]}}
      responseObject: {kind: Pod, status: {phase: Pending}}
      annotations:
        pod-security.kubernetes.io/enforce-policy: privileged:latest
        pod-security.kubernetes.io/audit-violations: >-
          would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set
          securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set
          securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set
          securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set
          securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
      """

  Scenario: A request by nobody
    When I send `GET /api/v1/namespaces/shop/secrets` with the token "guessed"
    Then it is Unauthorized with message "Unauthorized"
    And the audit log has an entry:
      """yaml
      stage: ResponseStarted
      user: {}
      responseStatus: {status: Failure, message: Unauthorized, reason: Unauthorized, code: 401}
      """

  Scenario: What webhooks changed, and which did not answer
    Given the webhook "https://hooks.example.com/label" patches objects with:
      """yaml
      - {op: add, path: /metadata/labels, value: {team: web}}
      """
    And the webhook "https://hooks.example.com/check" answers with status 503
    And these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: defaults}
      webhooks:
      - name: label.example.com
        clientConfig: {url: "https://hooks.example.com/label"}
        rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods, configmaps]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        reinvocationPolicy: Never
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Ignore
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: "nginx:1.29"}
      """
    Then the audit log has an entry:
      """yaml
      level: RequestResponse
      objectRef: {resource: pods, name: web}
      annotations:
        mutation.webhook.admission.k8s.io/round_0_index_0: '{"configuration":"defaults","webhook":"label.example.com","mutated":true}'
        patch.webhook.admission.k8s.io/round_0_index_0: '{"configuration":"defaults","webhook":"label.example.com","patch":[{"op":"add","path":"/metadata/labels","value":{"team":"web"}}],"patchType":"JSONPatch"}'
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then the audit log has an entry:
      """yaml
      level: Metadata
      objectRef: {resource: configmaps, name: settings}
      annotations:
        mutation.webhook.admission.k8s.io/round_0_index_0: '{"configuration":"defaults","webhook":"label.example.com","mutated":true}'
        mutation.webhook.admission.k8s.io/round_0_index_1: '{"configuration":"defaults","webhook":"check.example.com","mutated":false}'
        failed-open.mutation.webhook.admission.k8s.io/round_0_index_1: check.example.com
        patch.webhook.admission.k8s.io/round_0_index_0: <absent>
      """

  Scenario: What a policy would have refused
    Given these objects:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: teams}
      spec:
        matchConstraints:
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
        validations:
        - {expression: "has(object.metadata.labels)", message: no team}
        auditAnnotations:
        - {key: who, valueExpression: "'created by ' + request.userInfo.username"}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: teams-everywhere}
      spec: {policyName: teams, validationActions: [Audit, Warn]}
      """
    When I create the configmap "settings"
    Then it is accepted with the warning "Validation failed for ValidatingAdmissionPolicy 'teams' with binding 'teams-everywhere': no team"
    And the audit log has an entry:
      """yaml
      objectRef: {resource: configmaps, name: settings}
      annotations:
        teams/who: created by admin
        validation.policy.admission.k8s.io/validation_failure: '[{"message":"no team","policy":"teams","binding":"teams-everywhere","expressionIndex":0,"validationActions":["Audit","Warn"]}]'
      """
