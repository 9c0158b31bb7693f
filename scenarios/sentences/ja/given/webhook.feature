# language: ja
機能: 前提 — ウェブフック

  シナリオ: だれも拒まれない
    前提 ウェブフック "https://hooks.example.com/check" はすべてのリクエストを許可する
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば 受理される

  シナリオ: 拒むもの
    前提 ウェブフック "https://hooks.example.com/check" は "!has(object.metadata.labels) || !('team' in object.metadata.labels)" のときリクエストをメッセージ "say whose it is" で拒否する
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば メッセージ "admission webhook \"check.example.com\" denied the request: say whose it is" の Forbidden で拒否される
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {team: web}}
      """
    ならば 受理される

  シナリオ: 別のコードで
    前提 ウェブフック "https://hooks.example.com/check" はリクエストをコード 422 とメッセージ "no" で拒否する
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば メッセージ "admission webhook \"check.example.com\" denied the request: no" の Invalid で拒否される

  シナリオ: 何も言わずに
    前提 ウェブフック "https://hooks.example.com/check" はリクエストを拒否する
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば メッセージ "admission webhook \"check.example.com\" denied the request without explanation" の拒否される

  シナリオ: 警告する
    前提 ウェブフック "https://hooks.example.com/check" は "this is watched" と警告する
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば 警告 "this is watched" とともに受理される

  シナリオ: パッチを当てる
    前提 サービス "tools/defaults" のパス "/mutate" のウェブフックは "!has(object.data)" のときオブジェクトに次のパッチを当てる:
      """yaml
      - {op: add, path: /data, value: {size: small}}
      """
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: defaults.example.com
        clientConfig: {service: {namespace: tools, name: defaults, path: /mutate}}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば ConfigMap "settings" の data.size は "small" である

  シナリオ: パッチを計算する
    前提 サービス "tools/defaults" のウェブフックはオブジェクトに次の式のパッチを当てる:
      """
      [JSONPatch{op: "add", path: "/metadata/labels", value: {"by": request.userInfo.username}},
       JSONPatch{op: "add", path: "/data", value: {"size": "small"}}]
      """
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: defaults.example.com
        clientConfig: {service: {namespace: tools, name: defaults, path: /mutate}}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば ConfigMap "settings" の data.size は "small" である
    かつ それの metadata.labels.by は "admin" である

  シナリオ: 書いたとおりに答える
    前提 ウェブフック "https://hooks.example.com/check" は次のように答える:
      """yaml
      allowed: false
      status: {code: 403, reason: Forbidden, message: closed}
      """
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば メッセージ "admission webhook \"check.example.com\" denied the request: closed" の Forbidden で拒否される

  シナリオ: 遅れる
    前提 ウェブフック "https://hooks.example.com/check" は30秒後に答える
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば InternalError で拒否される:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hooks.example.com/check?timeout=10s": context deadline exceeded
      """

  シナリオ: 失敗する
    前提 ウェブフック "https://hooks.example.com/check" はステータス 503 で答える
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば InternalError で拒否される:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: the server is currently unable to handle the request
      """

  シナリオ: つながらない
    前提 ウェブフック "https://hooks.example.com/check" には "dial tcp 192.0.2.1:443: connect: connection refused" のためつながらない
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hooks}
      webhooks:
      - name: check.example.com
        clientConfig: {url: "https://hooks.example.com/check"}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
        namespaceSelector:
          matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [default]}]
        admissionReviewVersions: [v1]
        sideEffects: None
        timeoutSeconds: 10
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば InternalError で拒否される:
      """
      Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hooks.example.com/check?timeout=10s": dial tcp 192.0.2.1:443: connect: connection refused
      """

  シナリオ: カスタムリソースを変換する
    前提 ウェブフック "https://hooks.example.com/convert" はオブジェクトを次の式で "v2" に変換する:
      """
      [JSONPatch{op: "remove", path: "/hostPort"},
       JSONPatch{op: "add", path: "/host", value: object.hostPort.split(":")[0]},
       JSONPatch{op: "add", path: "/port", value: object.hostPort.split(":")[1]}]
      """
    かつ 次のオブジェクトがある:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab}
        conversion:
          strategy: Webhook
          webhook:
            conversionReviewVersions: [v1]
            clientConfig: {url: "https://hooks.example.com/convert"}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties: {hostPort: {type: string}}
        - name: v2
          served: true
          storage: false
          schema:
            openAPIV3Schema:
              type: object
              properties: {host: {type: string}, port: {type: string}}
      """
    もし 次を適用する:
      """yaml
      apiVersion: stable.example.com/v1
      kind: CronTab
      metadata: {name: nightly}
      hostPort: "localhost:1234"
      """
    かつ `GET /apis/stable.example.com/v2/namespaces/default/crontabs/nightly` を送る
    ならば ウェブフック "https://hooks.example.com/convert" には次が送られた:
      """yaml
      kind: ConversionReview
      request: {desiredAPIVersion: stable.example.com/v2}
      """
