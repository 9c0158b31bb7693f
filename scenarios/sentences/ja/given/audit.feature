# language: ja
機能: 前提 — 監査ポリシー

  シナリオ: ポリシーがなければ何も書かれない
    もし `GET /api/v1/nodes` を送る
    ならば 監査ログに記録が0個ある

  シナリオ: ポリシーにあるものだけが書かれる
    前提 監査ポリシー:
      """yaml
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        users: [alice]
      """
    もし `GET /api/v1/nodes` を送る
    かつ "alice" として、`GET /api/v1/namespaces/default/pods` を送る
    ならば Forbidden で拒否される:
      """
      pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default"
      """
    かつ 監査ログに記録が1個ある
    かつ 監査ログに次の記録がある:
      """yaml
      level: Metadata
      requestURI: /api/v1/namespaces/default/pods
      user: {username: alice}
      """
