# language: ja
機能: ならば — ウェブフックが送られたもの

  シナリオ: 呼び出しを数え、見る
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
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}
        admissionReviewVersions: [v1]
        sideEffects: None
      """
    ならば ウェブフック "https://hooks.example.com/check" は呼ばれていない
    もし "alice"（グループ "system:masters"）として次を作成する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    ならば ウェブフック "https://hooks.example.com/check" は呼ばれた
    かつ ウェブフック "https://hooks.example.com/check" は1回呼ばれた
    かつ ウェブフック "https://hooks.example.com/check" には次が送られた:
      """yaml
      apiVersion: admission.k8s.io/v1
      kind: AdmissionReview
      request:
        uid: <uuid>
        operation: CREATE
        resource: {group: "", version: v1, resource: configmaps}
        name: settings
        namespace: default
        userInfo: {username: alice, groups: [system:masters, system:authenticated]}
        object: {metadata: {name: settings}}
        oldObject: null
        dryRun: false
        options: {kind: CreateOptions, apiVersion: meta.k8s.io/v1}
      """
