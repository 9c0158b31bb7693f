# language: ja
機能: ならば — いくつ

  背景:
    前提 クラスター
    かつ "../../manifests/shop" のオブジェクトがある

  シナリオ: ちょうど、少なくとも、多くても
    もし すべての ConfigMap にラベル "team=web" を付ける
    ならば ラベル "team=web" の ConfigMap が少なくとも2個ある
    かつ ConfigMap が多くても5個ある
    かつ ConfigMap は決して20個にならない

  シナリオ: ある状態にあるもの
    ならば ノードが1台 Ready である
    かつ 名前空間が少なくとも1個 Active である
