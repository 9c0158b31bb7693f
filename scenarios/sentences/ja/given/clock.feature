# language: ja
機能: 前提 — 時計

  シナリオ: クラスターはある日時に始まる
    前提 時刻は "2026-03-01T09:00:00Z" である
    かつ ノードのないクラスター
    もし 名前空間 "shop" を作成する
    ならば その metadata.creationTimestamp は正規表現 "^2026-03-01T09:0" に一致する

  シナリオ: 待ち時間の上限は「ならば」が待てる長さ
    前提 待ち時間の上限は2分である
    かつ イメージ "slow" は起動に90秒かかる
    かつ クラスター
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        containers:
        - name: app
          image: slow
          readinessProbe: {httpGet: {port: 80}}
      """
    ならば Pod "slow" は Ready になる
