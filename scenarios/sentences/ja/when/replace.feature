# language: ja
機能: もし — 置き換える

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/shop/settings.yaml" のオブジェクトがある

  シナリオ: ファイルで
    もし ConfigMap "settings" にラベル "team=web" を付ける
    かつ "../../manifests/shop/settings.yaml" で置き換える
    ならば それにはラベル "team" がない

  シナリオ: その場に書いたマニフェストで
    もし 次で置き換える:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    ならば その data.colour は "red" である
