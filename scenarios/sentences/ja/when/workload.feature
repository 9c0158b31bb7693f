# language: ja
機能: もし — ワークロード

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/web.yaml" を適用する

  シナリオ: 別のイメージ
    もし Deployment "web" のイメージを "nginx:2" にする
    ならば その spec.template.spec.containers[0].image は "nginx:2" である
    もし Deployment "web" のコンテナ "app" のイメージを "nginx:3" にする
    ならば その spec.template.spec.containers[name=app].image は "nginx:3" である

  シナリオ: 再起動
    もし Deployment "web" を再起動する
    ならば その spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"] は設定されている

  シナリオ: 退避
    前提 "../../manifests/pod.yaml" のオブジェクトがある
    もし Pod "web" を退避させる
    ならば Pod "web" は存在しない
