# language: ja
機能: ならば — APIService の背後の API サーバーが受けたリクエスト

  シナリオ: リクエストはだれから来たかとともに渡される
    前提 "v1beta1.metrics.example.com" の API サーバーは `GET /apis/metrics.example.com/v1beta1/loads` に次を返す:
      """yaml
      kind: LoadList
      apiVersion: metrics.example.com/v1beta1
      metadata: {}
      items: [{metadata: {name: node-1}, load: 2}]
      """
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: loads}
      spec:
        selector: {app: loads}
        ports: [{port: 443, targetPort: 8443}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: loads}
      spec:
        selector: {matchLabels: {app: loads}}
        template:
          metadata: {labels: {app: loads}}
          spec:
            containers: [{name: api, image: "loads:1"}]
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.metrics.example.com}
      spec:
        group: metrics.example.com
        version: v1beta1
        service: {namespace: default, name: loads}
        groupPriorityMinimum: 100
        versionPriority: 100
      """
    ならば apiservice "v1beta1.metrics.example.com" は Available になる
    もし "alice"（グループ "system:masters"）として `GET /apis/metrics.example.com/v1beta1/loads` を送る
    ならば "v1beta1.metrics.example.com" の API サーバーは `GET /apis/metrics.example.com/v1beta1/loads` を受けた
    かつ "v1beta1.metrics.example.com" の API サーバーは "alice" として `GET /apis/metrics.example.com/v1beta1/loads` を受けた
