# language: ja
機能: もし — 作成する

  背景:
    前提 ノードのないクラスター

  シナリオ: すでにあるものは拒否される
    もし "../../manifests/shop/settings.yaml" を作成する
    ならば ConfigMap "settings" は存在する
    もし "../../manifests/shop/settings.yaml" を作成する
    ならば AlreadyExists で拒否される:
      """
      configmaps "settings" already exists
      """

  シナリオ: その場に書いて、また名前だけで
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば それは存在する
    もし 名前空間 "shop" を作成する
    ならば 名前空間 "shop" は Active になる
