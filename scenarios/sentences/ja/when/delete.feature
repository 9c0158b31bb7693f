# language: ja
機能: もし — 削除する

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/shop" のオブジェクトがある

  シナリオ: 一つのオブジェクト
    もし ConfigMap "settings" を削除する
    ならば それは存在しない

  シナリオ: その種類のすべて
    もし ConfigMap "settings" にラベル "old=yes" を付ける
    かつ ラベル "old=yes" のすべての ConfigMap を削除する
    ならば ConfigMap "settings" はない
    かつ ConfigMap "more" がある

  シナリオ: ファイルが名を挙げるもの
    もし "../../manifests/shop/more.yaml" のオブジェクトを削除する
    ならば ConfigMap "more" はない
    かつ Secret "key" はない
    かつ ConfigMap "settings" がまだある

  シナリオ: ないもの
    もし Pod "nobody" を削除する
    ならば メッセージ "pods \"nobody\" not found" の NotFound で拒否される

  シナリオ: 所有するものが先に
    もし "../../manifests/web-3.yaml" を適用する
    ならば Pod が3個ある
    もし Deployment "web" を依存オブジェクトのあとに削除する
    ならば 次のオブジェクトがこの順に削除される:
      | kind       | name           |
      | replicaset | web-685dcf98f9 |
      | deployment | web            |
    かつ Pod がない
