# language: ja
機能: もし — API サーバー

  背景:
    前提 クラスター

  シナリオ: しばらく 503 を返す
    もし API サーバーが30秒の間503を返す
    かつ 名前空間 "shop" を作成する
    ならば メッセージ "the server is currently unable to handle the request (post namespaces)" の ServiceUnavailable で拒否される
    もし 30秒たつ
    かつ 名前空間 "shop" を作成する
    ならば 受理される

  シナリオ: ふたたび応答するまで 500 を返す
    もし API サーバーが500を返す
    かつ 名前空間 "shop" を作成する
    ならば InternalError で拒否される:
      """
      an error on the server ("unknown") has prevented the request from succeeding (post namespaces)
      """
    もし API サーバーがふたたび応答する
    かつ 名前空間 "shop" を作成する
    ならば 受理される

  シナリオ: watch を失う
    もし API サーバーが20秒の間 watch を失う
    かつ "../../manifests/pod.yaml" を適用する
    ならば Pod "web" がある
    もし 10秒たつ
    ならば Pod "web" はまだ Pending である
    かつ それは Running になる
