# language: ja
機能: もし — レジストリ

  背景:
    前提 クラスター

  シナリオ: レジストリが停止し、復帰する
    もし レジストリ "registry.example.com" が停止する
    かつ 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.example.com/web}
      """
    ならば Pod "web" は ErrImagePull になる
    もし レジストリ "registry.example.com" が復帰する
    ならば Pod "web" は Running になる
