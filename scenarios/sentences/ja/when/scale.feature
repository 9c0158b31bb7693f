# language: ja
機能: もし — スケールする

  シナリオ: Deployment
    前提 ノードのないクラスター
    かつ "../../manifests/web.yaml" を適用する
    もし Deployment "web" を5レプリカにスケールする
    ならば その spec.replicas は 5 である
