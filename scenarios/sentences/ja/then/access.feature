# language: ja
機能: ならば — ユーザーが何をしてよいか

  シナリオ: ロールによって
    前提 ロール "pod-reader" は ユーザー "alice" に pods の get, list, watch を許す
    ならば ユーザー "alice" は pods を list できる
    かつ ユーザー "alice" は pods を get できる、理由は "RBAC: allowed by RoleBinding \"pod-reader/default\" of Role \"pod-reader\" to User \"alice\""
    かつ ユーザー "alice" は pod "web" を delete できない
    かつ 名前空間 "kube-system" で、ユーザー "alice" は pods を list できない
    かつ ユーザー "bob" は pods を list できない

  シナリオ: サービスアカウント、グループ、パス
    前提 ロール "log-reader" は サービスアカウント "robot" に pods/log の get を許す
    ならば サービスアカウント "robot" は pods/log を get できる
    かつ サービスアカウント "robot" は pods を get できない
    かつ グループ "system:masters" は nodes を create できる
    かつ ユーザー "alice" はパス "/healthz" を get できる
    かつ ユーザー "alice" はパス "/metrics" を get できない
