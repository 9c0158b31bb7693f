# language: ja
機能: もし — 適用する

  背景:
    前提 ノードのないクラスター

  シナリオ: ファイルと、変更した同じファイル
    もし "../../manifests/web.yaml" を適用する
    ならば Deployment "web" は存在する
    かつ その spec.replicas は 2 である
    もし "../../manifests/web-3.yaml" を適用する
    ならば その spec.replicas は 3 である

  シナリオ: マニフェストから消えたフィールドは消え、ほかの者が設定したものは残る
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: blue, size: large}
      """
    かつ それにラベル "team=web" を付ける
    かつ 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    ならば ConfigMap "settings" の data は次のとおり:
      """yaml
      colour: red
      """
    かつ それにはラベル "team=web" がある

  シナリオ: サーバーサイドで
    もし "../../manifests/shop/settings.yaml" をサーバーサイドで適用する
    かつ フィールドマネージャー "painter" で次をサーバーサイドで適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    ならば Conflict で拒否される:
      """
      Apply failed with 1 conflict: conflict with "kubectl": .data.colour
      """
    もし フィールドマネージャー "painter" で、競合を強制して次をサーバーサイドで適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      """
    ならば その data.colour は "red" である
