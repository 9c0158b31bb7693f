# language: ja
機能: ならば — コンテナ

  シナリオ: 落ちつづけるコンテナ
    前提 クラスター
    かつ イメージ "crash" は5秒後に終了コード1で終了する
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: crash}
      spec:
        containers:
        - {name: app, image: crash}
      """
    ならば Pod "crash" のコンテナ "app" は Running になる
    かつ それのコンテナ "app" は少なくとも1回再起動している
    かつ それのコンテナ "app" は理由 "CrashLoopBackOff" で Waiting になる
    かつ それのコンテナ "app" は Ready ではない
