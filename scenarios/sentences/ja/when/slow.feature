# language: ja
機能: もし — ノードが遅い

  背景:
    前提 ノードが1台あるクラスター
    かつ イメージ "app" は起動に2秒かかる

  シナリオ: すべてに何倍もの時間がかかる
    もし ノード "node-1" ではすべてに10倍の時間がかかる
    かつ 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: app
          readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      """
    ならば Pod "web" は40秒以内に Ready になる

  シナリオ: すべてが長くかかり、やがてそうではなくなる
    もし ノード "node-1" ではすべてが5秒長くかかる
    かつ "../../manifests/pod.yaml" を適用する
    ならば Pod "web" は Running になる
    もし ノード "node-1" はもう遅くない
    かつ Pod "web" を削除する
    ならば Pod "web" は存在しない
