# language: ja
機能: 前提 — クラウド

  シナリオ: Service のロードバランサー
    前提 クラウドがある
    かつ ロードバランサーができるまで30秒かかる
    もし "../../manifests/balanced.yaml" を適用する
    ならば Service "web" の status.loadBalancer.ingress は29秒間設定されていない
    かつ その status.loadBalancer.ingress[0].ip は "203.0.113.1" になる

  シナリオ: しばらくはできない
    前提 クラウドがある
    かつ クラウドは "quota exceeded" のためロードバランサーを断る
    もし "../../manifests/balanced.yaml" を適用する
    ならば Service "web" について "quota exceeded" を含むメッセージの "Warning" "SyncLoadBalancerFailed" イベントがある
    もし クラウドはロードバランサーを与える
    ならば Service "web" の status.loadBalancer.ingress[0].ip は "203.0.113.1" になる

  シナリオ: ノードの背後のマシン
    前提 ノードが2つあるクラスター
    かつ リージョン "east" のクラウドがある
    もし ノード "node-2" のマシンが削除される
    ならば Node "node-2" は2分以内になくなる
    かつ Node "node-2" について "does not exist in the cloud provider" を含むメッセージの "Normal" "DeletingNode" イベントがある
