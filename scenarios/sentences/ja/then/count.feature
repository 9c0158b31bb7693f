# language: ja
機能: ならば — いくつ

  背景:
    前提 クラスター
    かつ "../../manifests/shop" のオブジェクトがある

  シナリオ: ちょうど、少なくとも、多くても
    もし すべての ConfigMap にラベル "team=web" を付ける
    ならば ラベル "team=web" の ConfigMap が少なくとも2個ある
    かつ ConfigMap が多くても5個ある
    かつ ConfigMap は決して5個を超えない
    かつ ラベル "team=web" の ConfigMap が多くても3個ある

  シナリオ: ある状態にあるもの
    ならば ノードが1台 Ready である
    かつ 名前空間が少なくとも1個 Active である

  シナリオ: 現れたものとなくなったもの
    前提 "../../manifests/web-3.yaml" を適用する
    かつ Deployment "web" がロールアウト済みである
    もし Deployment "web" を1レプリカにスケールする
    ならば 最後の操作からラベル "app=web" の Pod が2個削除された
    かつ Deployment "web" の Pod がちょうど3個作成された
    かつ ConfigMap が2個作成された

  シナリオ: ロールアウトの間
    前提 "../../manifests/web-3.yaml" を適用する
    ならば ラベル "app=web" の Pod が3個 Ready である
    もし Deployment "web" を再起動する
    ならば ラベル "app=web" の Pod がロールアウトの間ずっと少なくとも3個 Ready である
    かつ ラベル "app=web" の Pod が Deployment "web" のロールアウトの間ずっと多くても6個ある
    かつ ラベル "app=web" の Pod がロールアウトの間ずっと少なくとも3個 Ready である
    かつ Pod が Deployment "web" のロールアウトの間ずっと多くても6個ある
