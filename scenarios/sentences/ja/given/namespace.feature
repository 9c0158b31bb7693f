# language: ja
機能: 前提 — 名前空間

  シナリオ: シナリオは名を挙げた名前空間にいる
    前提 ノードのないクラスター
    かつ ラベル "team=web" の名前空間 "shop"
    もし "../../manifests/shop/settings.yaml" を適用する
    ならば ConfigMap "settings" は存在する
    かつ その metadata.namespace は "shop" である
    かつ 名前空間 "shop" にはラベル "team=web" がある

  シナリオ: となりの名前空間
    前提 ノードのないクラスター
    かつ 別の名前空間 "other"
    もし "../../manifests/shop/settings.yaml" を適用する
    ならば ConfigMap "settings" がある
    かつ 名前空間 "other" で ConfigMap "settings" はない

  シナリオ: Pod Security のレベル
    前提 ノードのないクラスター
    かつ "restricted" を強制する名前空間 "strict"
    ならば 名前空間 "strict" にはラベル "pod-security.kubernetes.io/enforce=restricted" がある
