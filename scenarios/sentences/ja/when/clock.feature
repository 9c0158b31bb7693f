# language: ja
機能: もし — ノードの時計がずれる

  背景:
    前提 ノードが1台あるクラスター

  シナリオ: 時計が進み、ふたたび正しくなる
    もし ノード "node-1" の時計が5分進む
    かつ "../../manifests/pod.yaml" を適用する
    ならば Pod "web" は Running になる
    かつ その metadata.creationTimestamp は "2026-01-01T00:00:00Z" である
    かつ その status.startTime は "2026-01-01T00:05:00Z" である
    もし ノード "node-1" の時計がふたたび正しくなる
    かつ Pod "web" を削除する
    ならば Pod "web" について "Killing" イベントがある

  シナリオ: 時計が遅れる
    もし ノード "node-1" の時計が90秒遅れる
    かつ "../../manifests/pod.yaml" を適用する
    ならば Pod "web" は Running になる
    かつ その status.startTime は "2025-12-31T23:58:30Z" である
