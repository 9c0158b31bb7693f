# language: ja
機能: 前提 — レジストリ

  背景:
    前提 クラスター

  シナリオ: 認証情報の要るレジストリ
    前提 レジストリ "registry.example.com/team" にはユーザー "deploy" とパスワード "secret" が要る
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: private}
      spec:
        containers:
        - {name: app, image: registry.example.com/team/app}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: public}
      spec:
        containers:
        - {name: app, image: registry.example.com/other/app}
      """
    ならば Pod "private" は ErrImagePull になる
    かつ Pod "public" は Running になる

  シナリオ: しばらく止まっているレジストリ
    前提 レジストリ "registry.example.com" は0秒後から1分後まで止まっている
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: registry.example.com/web}
      """
    ならば Pod "web" は ErrImagePull になる
    かつ それは2分以内に Running になる
