# language: ja
機能: ならば — オブジェクトが一致する

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/pod.yaml" を適用する

  シナリオ: オブジェクトの一部
    ならば Pod "web" は次と一致する:
      """yaml
      metadata:
        uid: <uuid>
        labels: {app: web}
      spec:
        containers:
        - name: app
          image: nginx
      """
    かつ それは次と一致しない:
      """yaml
      spec: {nodeName: <any>}
      """
    かつ それは "../../manifests/expected-pod.yaml" と一致する

  シナリオ: その種類のどれか
    ならば 次と一致する Pod がある:
      """yaml
      metadata: {labels: {app: web}}
      """
    かつ 次と一致する Pod はない:
      """yaml
      metadata: {labels: {app: db}}
      """
