# language: ja
機能: ならば — フィールド

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/pod.yaml" を適用する

  シナリオ: 値
    ならば その spec.containers[0].image は "nginx" である
    かつ Pod "web" の spec.containers[name=app].image は "apache" ではない
    かつ その metadata.labels["app"] は "web" である
    かつ その spec.terminationGracePeriodSeconds は 30 以上である
    かつ その spec.nodeName は設定されていない
    かつ その metadata.uid は設定されている
    かつ その spec.containers[*].name は "app" を含む
    かつ その metadata.name は正規表現 "^w.b$" に一致する

  シナリオ: YAML で書いた一部
    ならば その metadata.labels は次のとおり:
      """yaml
      app: web
      """
    かつ その spec は次と一致する:
      """yaml
      restartPolicy: Always
      containers:
      - name: app
        imagePullPolicy: <any>
      """

  シナリオ: ラベルとアノテーション
    ならば それにはラベル "app=web" がある
    かつ それにはラベル "tier" がない
    かつ それにはアノテーション "kubectl.kubernetes.io/last-applied-configuration" がある
