# language: ja
機能: 前提 — ユーザー、トークン、ロール

  シナリオ: ユーザーにはグループがある
    前提 グループ "dev" と "ops" のユーザー "alice"
    かつ クラスターロール "node-reader" は グループ "ops" に nodes の list を許す
    もし "alice" として、`GET /api/v1/nodes` を送る
    ならば 受理される
    もし "bob" として、`GET /api/v1/nodes` を送る
    ならば Forbidden で拒否される:
      """
      nodes is forbidden: User "bob" cannot list resource "nodes" in API group "" at the cluster scope
      """

  シナリオ: 静的なトークン
    前提 グループ "dev" のユーザー "alice" のトークン "s3cret"
    かつ ロール "pod-reader" は グループ "dev" に pods の get, list, watch を許す
    もし トークン "s3cret" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし トークン "guessed" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: サービスアカウントのトークンは結び付いた Pod とともに無効になる
    前提 ロール "pod-reader" は サービスアカウント "default" に pods の list を許す
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
        - {name: app, image: nginx}
      """
    ならば Pod "web" は Running になる
    前提 サービスアカウント "default" の Pod "web" に結び付いたトークン "robot"
    もし トークン "robot" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし Pod "web" を削除する
    ならば Pod "web" はない
    # API サーバーは誰のトークンだったかを10秒間覚えている。
    もし トークン "robot" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
    もし 11秒たつ
    かつ トークン "robot" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: 期限とオーディエンスのあるトークン
    前提 サービスアカウント "default" の10分有効なトークン "short"
    かつ サービスアカウント "default" のオーディエンス "vault" 向けのトークン "vault"
    もし トークン "vault" で、`GET /version` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される
    もし トークン "short" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば Forbidden で拒否される:
      """
      pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"
      """
    もし 11分たつ
    かつ 1秒たつ
    かつ トークン "short" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば メッセージ "Unauthorized" の Unauthorized で拒否される

  シナリオ: Secret が持つトークン
    前提 次を適用する:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata:
        name: robot-token
        annotations: {kubernetes.io/service-account.name: default}
      type: kubernetes.io/service-account-token
      """
    かつ Secret "robot-token" のトークン "robot"
    かつ ロール "pod-reader" は サービスアカウント "default" に pods の list を許す
    もし トークン "robot" で、`GET /api/v1/namespaces/default/pods` を送る
    ならば 受理される
