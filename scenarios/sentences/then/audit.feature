Feature: Then — the audit log

  Background:
    Given the audit policy:
      """yaml
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitManagedFields: true
      rules:
      - level: RequestResponse
        resources:
        - {group: "", resources: [configmaps]}
      """

  Scenario: A request and its answer
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue}
      """
    Then the audit log has 2 entries
    And the audit log has 1 entry:
      """yaml
      stage: RequestReceived
      """
    And the audit log has an entry:
      """yaml
      kind: Event
      apiVersion: audit.k8s.io/v1
      level: RequestResponse
      auditID: <uuid>
      stage: ResponseComplete
      requestURI: /api/v1/namespaces/default/configmaps?fieldManager=kubectl-create&fieldValidation=Strict
      verb: create
      user: {username: admin, uid: admin-uid, groups: ["system:masters", "system:authenticated"]}
      sourceIPs: [127.0.0.1]
      objectRef: {resource: configmaps, namespace: default, name: settings, apiVersion: v1}
      responseStatus: {metadata: {}, code: 201}
      requestObject:
        kind: ConfigMap
        data: {colour: blue}
      responseObject:
        metadata: {name: settings, uid: <uuid>}
        data: {colour: blue}
      annotations:
        authorization.k8s.io/decision: allow
        authorization.k8s.io/reason: ""
      """

  Scenario: A refusal
    When I send `GET /api/v1/namespaces/default/configmaps/settings` as "alice"
    Then it is Forbidden:
      """
      configmaps "settings" is forbidden: User "alice" cannot get resource "configmaps" in API group "" in the namespace "default"
      """
    And the audit log has an entry:
      """yaml
      verb: get
      user: {username: alice}
      responseStatus:
        status: Failure
        reason: Forbidden
        code: 403
        message: 'configmaps "settings" is forbidden: User "alice" cannot get resource "configmaps" in API group "" in the namespace "default"'
      annotations: {authorization.k8s.io/decision: forbid}
      """
    And the audit log has no entry:
      """yaml
      annotations: {authorization.k8s.io/decision: allow}
      """
