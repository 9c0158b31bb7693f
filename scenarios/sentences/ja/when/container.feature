# language: ja
機能: もし — コンテナに起こること

  背景:
    前提 クラスター
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    ならば Pod "web" は Running になる

  シナリオ: 自ら終わる
    もし Pod "web" のコンテナ "app" が終了コード3で終了する
    ならば Pod "web" のコンテナ "app" は1回再起動している
    かつ その status.containerStatuses[0].lastState.terminated.exitCode は 3 である

  シナリオ: メモリーを使いすぎる
    もし Pod "web" のコンテナ "app" がメモリー不足で強制終了される
    ならば その status.containerStatuses[0].lastState.terminated.reason は "OOMKilled" である

  シナリオ: 何かを言う
    もし Pod "web" のコンテナ "app" が "something went wrong" と出力する
    ならば Pod "web" のログはすぐに "went wrong" を含む

  シナリオ: クラッシュする
    もし Pod "web" のコンテナ "app" がクラッシュする
    ならば その status.containerStatuses[0].lastState.terminated.exitCode は 139 である
