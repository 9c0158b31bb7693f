# language: ja
機能: もし — コントローラーとスケジューラー

  背景:
    前提 クラスター

  シナリオ: コントローラーが停止し、ふたたび起動する
    もし コントローラー "deployment" が停止する
    かつ "../../manifests/web.yaml" を適用する
    かつ 1分たつ
    ならば ReplicaSet がちょうど0個ある
    もし コントローラー "deployment" がふたたび起動する
    ならば Deployment "web" は Available になる

  シナリオ: スケジューラーが停止し、ふたたび起動する
    もし スケジューラーが停止する
    かつ "../../manifests/pod.yaml" を適用する
    かつ 1分たつ
    ならば Pod "web" はすぐに Pending である
    もし スケジューラーがふたたび起動する
    ならば Pod "web" は Running になる
