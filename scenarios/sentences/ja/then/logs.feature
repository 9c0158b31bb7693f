# language: ja
機能: ならば — コンテナが書いたもの

  背景:
    前提 クラスター

  シナリオ: 数えるもの
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: counter}
      spec:
        containers:
        - name: count
          image: busybox:1.36
          args: [/bin/sh, -c, 'i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done']
      """
    ならば Pod "counter" のログは "3: Thu Jan  1 00:00:0" を含む
    かつ それのコンテナ "count" のログは "error" を含まない

  シナリオ: そのすべて
    前提 イメージ "app:1" は "hello" と出力する
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: app, image: "app:1"}
      """
    ならば Pod "web" のコンテナ "app" のログは次のとおりである:
      """
      hello
      """
