# language: ja
機能: 前提 — すでにあるオブジェクト

  背景:
    前提 ノードのないクラスター

  シナリオ: その場に書いたオブジェクト
    前提 次のオブジェクトがある:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue}
      """
    ならば ConfigMap "settings" の data.colour は "blue" である

  シナリオ: ファイルのオブジェクト、ディレクトリのオブジェクト
    前提 "../../manifests/shop" のオブジェクトがある
    ならば ConfigMap "settings" がある
    かつ ConfigMap "more" がある
    かつ Secret "key" がある
