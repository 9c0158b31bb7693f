# language: ja
機能: もし — ラベルとアノテーション

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/shop/settings.yaml" のオブジェクトがある

  シナリオ: ラベル
    もし ConfigMap "settings" にラベル "tier=front" を付ける
    ならば それにはラベル "tier=front" がある
    もし ConfigMap "settings" からラベル "tier" を外す
    ならば それにはラベル "tier" がない

  シナリオ: アノテーション
    もし ConfigMap "settings" にアノテーション "note=on call" を付ける
    ならば それにはアノテーション "note=on call" がある
    もし それからアノテーション "note" を外す
    ならば それにはアノテーション "note" がない
