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
    ならば Unauthorized で拒否される

  シナリオ: すべてが許される
    前提 認可モードは "Node" と "AlwaysAllow" である
    もし 匿名で、`GET /api/v1/nodes` を送る
    ならば 受理される
