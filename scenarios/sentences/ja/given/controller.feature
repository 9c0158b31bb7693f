# language: ja
機能: 前提 — カスタムリソースのコントローラー

  シナリオ: 作り、保ち、知らせる
    前提 次のオブジェクトがある:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties: {cronSpec: {type: string}, image: {type: string}, replicas: {type: integer}}
                status:
                  type: object
                  properties: {available: {type: integer}, phase: {type: string}}
      """
    かつ crontabs のコントローラーは次を作成する:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: ${object.metadata.name}-runner
      spec:
        replicas: ${object.spec.replicas}
        selector:
          matchLabels: {crontab: web}
        template:
          metadata:
            labels: {crontab: web}
          spec:
            containers:
            - name: runner
              image: ${object.spec.image}
              args: ["--schedule=${object.spec.cronSpec}"]
      """
    かつ crontabs のコントローラーはステータスを次のとおりにする:
      """yaml
      phase: "${owned.exists(o, o.kind == 'Deployment') ? 'Scheduled' : 'Pending'}"
      available: ${owned.map(o, o.?status.availableReplicas.orValue(0)).sum()}
      """
    かつ crontabs のコントローラーには1秒かかる
    もし 次を適用する:
      """yaml
      apiVersion: stable.example.com/v1
      kind: CronTab
      metadata: {name: nightly}
      spec: {cronSpec: "0 3 * * *", image: "cron:1", replicas: 2}
      """
    ならば デプロイメント "nightly-runner" は Available になる
    かつ それの metadata.ownerReferences[0].kind は "CronTab" である
    かつ crontab "nightly" の status は次のとおりである:
      """yaml
      {phase: Scheduled, available: 2}
      """
    もし crontab "nightly" に次のマージパッチを当てる:
      """yaml
      spec: {replicas: 3}
      """
    ならば crontab "nightly" の status.available は 3 である
    もし デプロイメント "nightly-runner" を 1 にスケールする
    ならば デプロイメント "nightly-runner" の spec.replicas は 3 である
    もし crontab "nightly" を削除する
    ならば デプロイメント "nightly-runner" は存在しない
