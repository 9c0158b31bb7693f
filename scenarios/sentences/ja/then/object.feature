# language: ja
機能: ならば — オブジェクトがある

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/shop" のオブジェクトがある

  シナリオ: 名前で
    ならば ConfigMap "settings" がある
    かつ ConfigMap "more" は存在する
    かつ ConfigMap "less" はない
    かつ ConfigMap "less" は存在しない
    かつ ConfigMap "less" は一度もなかった

  シナリオ: 種類とラベルで
    もし ConfigMap "settings" にラベル "team=web" を付ける
    ならば ラベル "team=web" の ConfigMap がある
    かつ ラベル "team=db" の ConfigMap は一つもない

  シナリオ: しばらくの間
    もし ConfigMap "settings" を削除する
    ならば ConfigMap "settings" は10分間ない
    かつ ConfigMap "more" はまだ存在する

  シナリオ: 次々に
    もし ConfigMap "settings" を削除する
    かつ ConfigMap "more" を削除する
    ならば 次のオブジェクトがこの順に削除される:
      | kind      | name     |
      | configmap | settings |
      | ConfigMap | more     |
