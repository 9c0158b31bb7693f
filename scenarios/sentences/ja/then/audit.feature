# language: ja
機能: ならば — 監査ログ

  背景:
    前提 監査ポリシー:
      """yaml
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitManagedFields: true
      rules:
      - level: RequestResponse
        resources:
        - {group: "", resources: [configmaps]}
      """

  シナリオ: リクエストとその答え
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue}
      """
    ならば 監査ログに記録が2個ある
    かつ 監査ログに次の記録が1個ある:
      """yaml
      stage: RequestReceived
      """
    かつ 監査ログに次の記録がある:
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

  シナリオ: 拒否
    もし "alice" として、`GET /api/v1/namespaces/default/configmaps/settings` を送る
    ならば Forbidden で拒否される:
      """
      configmaps "settings" is forbidden: User "alice" cannot get resource "configmaps" in API group "" in the namespace "default"
      """
    かつ 監査ログに次の記録がある:
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
    かつ 監査ログに次の記録はない:
      """yaml
      annotations: {authorization.k8s.io/decision: allow}
      """
