# language: ja
機能: ならば — イベント

  シナリオ: どこにも入らない Pod についてスケジューラーが言うこと
    前提 ノードのないクラスター
    もし "../../manifests/pod.yaml" を適用する
    ならば Pod "web" について "Warning" "FailedScheduling" イベントがある
    かつ それについて "no nodes available" を含むメッセージの "FailedScheduling" イベントがある
    かつ Pod "web" について次のメッセージの "Warning" "FailedScheduling" イベントがある:
      """
      no nodes available to schedule pods
      """
    かつ Pod "web" について "Scheduled" イベントはない
    かつ Pod "web" について "FailedScheduling" イベントが少なくとも1回起きる
    かつ Pod "web" のイベントは順に次のとおり:
      | type    | reason           |
      | Warning | FailedScheduling |
    かつ それのイベントは順に次のとおり:
      | at | reason           | message                             | count | last |
      | 0s | FailedScheduling | no nodes available to schedule pods | 1     | 0s   |
