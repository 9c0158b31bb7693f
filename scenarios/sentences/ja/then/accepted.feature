# language: ja
機能: ならば — 受理

  背景:
    前提 ノードのないクラスター

  シナリオ: 何も拒まれなかった
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば 受理される
    かつ 警告なしで受理される

  シナリオ: 警告とともに
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web.example}
      spec:
        containers:
        - {name: app, image: nginx}
      """
    ならば "metadata.name" を含む警告とともに受理される
