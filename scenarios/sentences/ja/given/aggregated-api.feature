# language: ja
機能: 前提 — APIService の背後の API サーバー

  シナリオ: 渡されたものに答える
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
    もし `GET /apis/metrics.example.com/v1beta1/loads` を送る
    ならば 受理される
    もし `GET /apis/metrics.example.com/v1beta1/nothing` を送る
    ならば NotFound で拒否される:
      """
      the server could not find the requested resource
      """

  シナリオ: つながらない
    前提 "v1beta1.metrics.example.com" の API サーバーにはつながらない
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
    ならば apiservice "v1beta1.metrics.example.com" は Available ではない
    もし `GET /apis/metrics.example.com/v1beta1/loads` を送る
    ならば メッセージ "the server is currently unable to handle the request" の ServiceUnavailable で拒否される
