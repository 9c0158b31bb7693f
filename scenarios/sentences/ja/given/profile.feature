# language: ja
機能: 前提 — ノードのセキュリティープロファイル

  背景:
    前提 ノードが2台あるクラスター

  シナリオ: AppArmor プロファイル
    前提 ノード "node-1" に AppArmor プロファイル "deny-write" がある
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello}
      spec:
        nodeName: node-1
        securityContext: {appArmorProfile: {type: Localhost, localhostProfile: deny-write}}
        containers:
        - {name: app, image: busybox, command: [sh, -c, cat /proc/1/attr/current; sleep 1h]}
      """
    ならば Pod "hello" のログは "deny-write (enforce)" を含む

  シナリオ: すべてのノードにある seccomp プロファイル
    前提 すべてのノードに seccomp プロファイル "profiles/audit.json" がある
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: audit}
      spec:
        nodeName: node-2
        securityContext: {seccompProfile: {type: Localhost, localhostProfile: profiles/audit.json}}
        containers:
        - {name: app, image: nginx}
      """
    ならば Pod "audit" は Running になる

  シナリオ: AppArmor がない
    前提 ノード "node-2" に AppArmor がない
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello}
      spec:
        nodeName: node-2
        securityContext: {appArmorProfile: {type: RuntimeDefault}}
        containers:
        - {name: app, image: nginx}
      """
    ならば Pod "hello" は Failed になる
    かつ その status.message は "Pod was rejected: Cannot enforce AppArmor: AppArmor is not enabled on the host" である
