# language: ja
機能: もし — 生のリクエスト

  シナリオ: 読み書き
    前提 ノードのないクラスター
    もし `GET /api/v1/namespaces/default` を送る
    ならば 受理される
    もし 次の内容で `POST /api/v1/namespaces` を送る:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      """
    ならば 受理される
    かつ 名前空間 "shop" は存在する
    もし `GET /api/v1/namespaces/nowhere` を送る
    ならば NotFound で拒否される:
      """
      namespaces "nowhere" not found
      """
