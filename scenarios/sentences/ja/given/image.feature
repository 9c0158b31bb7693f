# language: ja
機能: 前提 — イメージのふるまい

  背景:
    前提 クラスター

  シナリオ: 起動に時間がかかる
    前提 イメージ "slow" は起動に30秒かかる
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        containers:
        - name: app
          image: slow
          readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      """
    かつ 10秒たつ
    ならば Pod "slow" はすぐに Running である
    かつ それはすぐに Ready ではない
    かつ それは1分以内に Ready になる

  シナリオ: 終了コードで終わる
    前提 イメージ "job" は10秒後に終了コード1で終了する
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: job}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: job}
      """
    ならば Pod "job" は Failed になる
    かつ それのコンテナ "app" は終了コード1で Terminated になる

  シナリオ: プルできない
    前提 イメージ "nowhere/app" はプルできない
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: lost}
      spec:
        containers:
        - {name: app, image: nowhere/app}
      """
    ならば Pod "lost" は ErrImagePull になる
    かつ それは決して Running にならない

  シナリオ: プルに時間がかかる
    前提 イメージ "big" のプルには30秒かかる
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: big}
      spec:
        containers:
        - {name: app, image: big}
      """
    かつ 10秒たつ
    ならば Pod "big" のコンテナ "app" はすぐに Waiting である
    かつ それは Running になる

  シナリオ: 行を出力する
    前提 イメージ "app:1" は "starting" と出力する
    かつ イメージ "app:1" は "listening on :8080" と出力する
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    ならば Pod "web" のログは次のとおり:
      """
      starting
      listening on :8080
      """

  シナリオ: 一つのポートで待ち受け、HTTP で答える
    前提 イメージ "app:1" はポート8080で待ち受ける
    かつ イメージ "app:1" は `GET /healthz` に200を返す
    かつ イメージ "app:1" は30秒後から `GET /healthz` に500を返す
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: app:1
          readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5}
      """
    ならば Pod "web" は Ready になる
    かつ それは2分以内に Ready ではなくなる

  シナリオ: メモリーを使う
    前提 イメージ "greedy" はメモリーを200Mi使う
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: greedy, resources: {limits: {memory: 100Mi}}}
      """
    ならば Pod "greedy" のコンテナ "app" は理由 "OOMKilled" で、終了コード137で Terminated になる

  シナリオ: 時間とともにメモリーを使う
    前提 イメージ "leaky" はメモリーを50Mi使う
    かつ イメージ "leaky" は30秒後からメモリーを200Mi使う
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: leaky}
      spec:
        restartPolicy: Never
        containers:
        - {name: app, image: leaky, resources: {limits: {memory: 100Mi}}}
      """
    ならば Pod "leaky" のコンテナ "app" は理由 "OOMKilled" で、終了コード137で Terminated になる

  シナリオ: SIGTERM を無視する
    前提 イメージ "deaf" は SIGTERM を無視する
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: deaf}
      spec:
        terminationGracePeriodSeconds: 10
        containers:
        - {name: app, image: deaf}
      """
    ならば Pod "deaf" は Running になる
    もし Pod "deaf" を削除する
    かつ 9秒たつ
    ならば Pod "deaf" はすぐにある
    かつ Pod "deaf" は5秒以内になくなる

  シナリオ: CPU を使う
    前提 クラスター
    かつ イメージ "nginx" は CPU を900m使う
    かつ メトリクスサーバーがある
    かつ "../../manifests/web.yaml" を適用する
    かつ 5分たつ
    もし "../../manifests/hpa.yaml" を適用する
    ならば Deployment "web" の spec.replicas は1分以内に 4 になる
