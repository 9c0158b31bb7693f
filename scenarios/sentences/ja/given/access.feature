# language: ja
機能: 前提 — 誰をどう受け入れるか

  シナリオ: 拒否されないかぎり匿名のリクエストも誰かである
    もし 匿名で、`GET /api/v1/nodes` を送る
    ならば Forbidden で拒否される:
      """
      nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope
      """

  シナリオ: 匿名のリクエストは拒否される
    前提 匿名のリクエストは拒否される
    もし 匿名で、`GET /api/v1/nodes` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: ブートストラップトークンで新しいノードを受け入れる
    前提 ブートストラップトークンを受け入れる
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: bootstrap-token-07401b, namespace: kube-system}
      type: bootstrap.kubernetes.io/token
      stringData:
        token-id: 07401b
        token-secret: f395accd246ae52d
        usage-bootstrap-authentication: "true"
        auth-extra-groups: system:bootstrappers:workers
        expiration: "2026-01-01T01:00:00Z"
      """
    かつ トークン "07401b.f395accd246ae52d" で、`GET /api/v1/nodes` を送る
    ならば Forbidden で拒否される:
      """
      nodes is forbidden: User "system:bootstrap:07401b" cannot list resource "nodes" in API group "" at the cluster scope
      """
    もし 1時間たつ
    かつ トークン "07401b.f395accd246ae52d" で、`GET /api/v1/nodes` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: すべてが許される
    前提 認可モードは "Node" と "AlwaysAllow" である
    もし "alice" として、`GET /api/v1/nodes` を送る
    ならば 受理される
    もし 匿名で、`GET /api/v1/nodes` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: ロールでなく属性で決まる
    前提 認可モードは "Node" と "ABAC" である
    かつ 認可ポリシー:
      """
      # alice は何でもできる。bob は一つの名前空間の Pod を見るだけ
      {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "alice", "namespace": "*", "resource": "*", "apiGroup": "*"}}
      {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "bob", "namespace": "shop", "resource": "pods", "readonly": true}}
      """
    もし "alice" として、`GET /api/v1/namespaces/shop/secrets` を送る
    ならば 受理される
    もし "bob" として、`GET /api/v1/namespaces/shop/pods` を送る
    ならば 受理される
    もし "bob" として、`DELETE /api/v1/namespaces/shop/pods/web` を送る
    ならば Forbidden で拒否される:
      """
      pods "web" is forbidden: User "bob" cannot delete resource "pods" in API group "" in the namespace "shop": No policy matched.
      """

  シナリオ: kube-apiserver のフラグ
    前提 API サーバーの起動フラグ:
      """
      --oidc-issuer-url=https://login.example.com
      --oidc-client-id=kabuki
      --oidc-username-claim=preferred_username
      --oidc-groups-claim=groups
      --oidc-groups-prefix=oidc:
      --oidc-required-claim=hd=example.com
      --default-not-ready-toleration-seconds=60
      """
    かつ OIDC 発行者 "https://login.example.com"
    かつ OIDC 発行者 "https://login.example.com" の、次のクレームを持つトークン "alice-token":
      """yaml
      {aud: kabuki, sub: "1", preferred_username: alice, hd: example.com, groups: [web]}
      """
    かつ ロール "pod-reader" は グループ "oidc:web" に pods の list を許す
    もし トークン "alice-token" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし トークン "alice-token" で、`GET /api/v1/nodes` を送る
    ならば Forbidden で拒否される:
      """
      nodes is forbidden: User "https://login.example.com#alice" cannot list resource "nodes" in API group "" at the cluster scope
      """
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: "nginx:1.29"}
      """
    ならば Pod "web" の spec.tolerations は次のとおり:
      """yaml
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 60}
      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
      """

  シナリオ: OpenID Connect の発行者と、そのトークンが誰を表すか
    前提 OIDC 発行者 "https://login.example.com"
    かつ 認証の設定:
      """yaml
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthenticationConfiguration
      jwt:
      - issuer:
          url: https://login.example.com
          audiences: [kabuki]
        claimValidationRules:
        - {claim: hd, requiredValue: example.com}
        - expression: "claims.exp - claims.iat <= 86400"
          message: total token lifetime must not exceed 24 hours
        claimMappings:
          username: {expression: "'oidc:' + claims.user"}
          groups: {claim: teams, prefix: "team:"}
          extra:
          - {key: example.com/tenant, valueExpression: "claims.tenant"}
        userValidationRules:
        - expression: "!user.username.startsWith('oidc:system')"
          message: username cannot be a system user
      """
    かつ ロール "pod-reader" は グループ "team:web" に pods の list を許す
    かつ OIDC 発行者 "https://login.example.com" の、次のクレームを持つトークン "alice-token":
      """yaml
      {aud: kabuki, sub: "1", user: alice, hd: example.com, teams: [web], tenant: shop, jti: j1}
      """
    かつ OIDC 発行者 "https://login.example.com" の、次のクレームを持つトークン "stranger":
      """yaml
      {aud: kabuki, sub: "2", user: bob, hd: example.org}
      """
    もし トークン "alice-token" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし トークン "alice-token" で、`GET /api/v1/namespaces/default/secrets` を送る
    ならば Forbidden で拒否される:
      """
      secrets is forbidden: User "oidc:alice" cannot list resource "secrets" in API group "" in the namespace "default"
      """
    もし トークン "stranger" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される
    もし 2時間たつ
    かつ トークン "alice-token" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: トークンを知り、リクエストを判断する Webhook
    前提 認可の設定:
      """yaml
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthorizationConfiguration
      authorizers:
      - type: Webhook
        name: opa
        webhook:
          timeout: 3s
          authorizedTTL: 5m
          unauthorizedTTL: 30s
          subjectAccessReviewVersion: v1
          matchConditionSubjectAccessReviewVersion: v1
          failurePolicy: Deny
          connectionInfo: {type: KubeConfigFile, kubeConfigFile: /etc/kubernetes/opa.conf}
          matchConditions:
          - expression: "!('system:masters' in request.groups)"
          - expression: "has(request.resourceAttributes) && request.resourceAttributes.namespace == 'default'"
      - {type: Node, name: node}
      - {type: RBAC, name: rbac}
      """
    かつ トークン Webhook は次のトークンを知っている:
      | token | user  | groups   |
      | t-1   | carol | dev, ops |
    かつ 認可 Webhook "opa" は次のとおり答える:
      | user  | verb   | resource | decision | reason             |
      | carol | list   | pods     | allowed  | carol may look     |
      | carol | delete | pods     | denied   | nobody deletes now |
    もし トークン "t-1" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし トークン "t-1" で、`DELETE /api/v1/namespaces/default/pods/web` を送る
    ならば Forbidden で拒否される:
      """
      pods "web" is forbidden: User "carol" cannot delete resource "pods" in API group "" in the namespace "default": nobody deletes now
      """
    かつ ユーザー "carol" は pods を list できる、理由は "carol may look"
    もし トークン "t-2" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される
