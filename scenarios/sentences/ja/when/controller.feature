# language: ja
機能: もし — コントローラー、そのマネージャー、スケジューラー

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

  シナリオ: コントローラーマネージャーが停止し、次のプロセスは Lease の期限が切れるまで待つ
    もし コントローラーマネージャーが停止する
    かつ "../../manifests/web.yaml" を適用する
    かつ 1分たつ
    ならば ReplicaSet がちょうど0個ある
    もし コントローラーマネージャーがふたたび起動する
    かつ 14秒たつ
    ならば ReplicaSet がすぐにちょうど0個ある
    かつ Deployment "web" は10秒以内に Available になる

  シナリオ: スケジューラーがクラッシュし、次のプロセスは Lease の期限が切れるまで待つ
    もし スケジューラーがクラッシュする
    かつ "../../manifests/pod.yaml" を適用する
    かつ スケジューラーがふたたび起動する
    かつ 14秒たつ
    ならば Pod "web" はすぐに Pending である
    かつ Pod "web" は10秒以内に Running になる
