# language: ja
機能: もし — ノード

  背景:
    前提 ノードが2台あるクラスター

  シナリオ: ノードの電源が落ち、また戻る
    もし ノード "node-1" が停止する
    ならば ノード "node-1" は5分以内に Ready ではなくなる
    かつ ノード "node-2" はまだ Ready である
    もし ノード "node-1" が復帰する
    ならば ノード "node-1" は Ready になる

  シナリオ: cordon と uncordon
    もし ノード "node-1" を cordon する
    ならば ノード "node-1" はスケジュール不可になる
    もし ノード "node-1" を uncordon する
    ならば ノード "node-1" はスケジュール不可ではない

  シナリオ: Taint
    もし ノード "node-1" に taint "dedicated=db:NoSchedule" を付ける
    ならば その spec.taints は {key: "dedicated", value: "db", effect: "NoSchedule"} を含む
    もし ノード "node-1" から taint "dedicated" を外す
    ならば その spec.taints は {key: "dedicated"} を含まない

  シナリオ: ノードが切り離され、ふたたびつながる
    もし ノード "node-1" が切り離される
    ならば ノード "node-1" は5分以内に Ready ではなくなる
    もし ノード "node-1" がふたたびつながる
    ならば ノード "node-1" は Ready になる

  シナリオ: kubelet が停止し、ふたたび起動し、再起動する
    もし ノード "node-1" の kubelet が停止する
    ならば ノード "node-1" は5分以内に Ready ではなくなる
    もし ノード "node-1" の kubelet がふたたび起動する
    ならば ノード "node-1" は Ready になる
    もし ノード "node-1" の kubelet が再起動する
    ならば ノード "node-1" はまだ Ready である
