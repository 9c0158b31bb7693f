# language: ja
機能: 前提 — 静的 Pod

  シナリオ: ノードはフォルダーにあるものを動かす
    前提 ノードが1台あるクラスター
    かつ ノード "node-1" に "../../manifests/static/web.yaml" の静的 Pod がある
    ならば Pod "web-node-1" は Running になる
