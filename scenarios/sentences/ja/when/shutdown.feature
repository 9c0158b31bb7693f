# language: ja
機能: もし — ノードがシャットダウンされる

  シナリオ: kubelet は止まる前に Pod を終わらせる
    前提 ノードが1台あるクラスター
    かつ kubelet の設定は次のとおりである:
      """yaml
      shutdownGracePeriod: 30s
      shutdownGracePeriodCriticalPods: 10s
      """
    かつ イメージ "deaf" は SIGTERM を無視する
    かつ 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: deaf}
      """
    かつ Pod "web" は Running になる
    もし ノード "node-1" がグレースフルにシャットダウンされる
    ならば ノード "node-1" の condition Ready は理由 "KubeletNotReady" で False である
    かつ Pod "web" は Failed になる
    かつ その status.reason は "Terminated" である

  シナリオ: だれも Pod を待たない
    前提 ノードが1台あるクラスター
    もし ノード "node-1" がシャットダウンされる
    ならば ノード "node-1" は2分以内に Ready ではなくなる

  シナリオ: シャットダウンが取り消される
    前提 ノードが1台あるクラスター
    かつ kubelet の設定は次のとおりである:
      """yaml
      shutdownGracePeriod: 30s
      shutdownGracePeriodCriticalPods: 10s
      """
    もし ノード "node-1" がグレースフルにシャットダウンされる
    かつ ノード "node-1" のシャットダウンが取り消される
    ならば ノード "node-1" は Ready ではなくなる
    かつ ノード "node-1" は15秒以内に Ready になる

  シナリオ: ノードが再起動する
    前提 ノードが1台あるクラスター
    もし ノード "node-1" が再起動する
    ならば ノード "node-1" について "Rebooted" イベントがある
    もし ノード "node-1" が2分かけて再起動する
    ならば ノード "node-1" は80秒以内に Ready ではなくなる
    かつ ノード "node-1" は2分以内に Ready になる
