# language: ja
機能: 前提 — メトリクス

  背景:
    前提 クラスター
    かつ "../../manifests/web.yaml" を適用する
    かつ Deployment "web" がロールアウト済みになる
    かつ 5分たつ

  シナリオ: メトリクスサーバーと、それが知らない Pod
    前提 メトリクスサーバーがある
    かつ メトリクスサーバーは Deployment "web" のすべての Pod のことを知らない
    もし "../../manifests/hpa.yaml" を適用する
    ならば APIService "v1beta1.metrics.k8s.io" は Available になる
    かつ HPA "web" について "no metrics returned from resource metrics API" を含むメッセージの "Warning" "FailedGetResourceMetric" イベントがある

  シナリオ: Pod が使う量
    前提 Deployment "web" のすべての Pod は CPU を900m使う
    もし "../../manifests/hpa.yaml" を適用する
    ならば Deployment "web" の spec.replicas は1分以内に 4 になる
    もし Deployment "web" のすべての Pod は合わせて CPU を2500m使う
    ならば Deployment "web" の spec.replicas は1分以内に 5 になる

  シナリオ: アダプターが知る数
    前提 Deployment "web" のすべての Pod のメトリック "requests-per-second" は50である
    かつ Ingress "main" のラベル "verb=GET" のメトリック "hits" は2kである
    かつ 外部メトリック "queue_length" は25である
    もし "../../manifests/hpa-custom.yaml" を適用する
    ならば Deployment "web" の spec.replicas は1分以内に 4 になる
    かつ HPA "web" の status.currentMetrics[1].object.current.value は "2k" である
    かつ HPA "web" の status.currentMetrics[2].external.current.averageValue は "12500m" である
