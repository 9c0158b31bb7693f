# language: ja
機能: もし — ノードの資源が不足する

  背景:
    前提 次のノードがあるクラスター:
      | name   | memory | storage |
      | node-1 | 2Gi    | 20Gi    |

  シナリオ: メモリーが不足し、また足りるようになる
    もし ノード "node-1" のメモリーが不足する
    ならば それの condition MemoryPressure は理由 "KubeletHasInsufficientMemory" で True である
    かつ その spec.taints は {key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule"} を含む
    もし ノード "node-1" の不足が解消する
    かつ 7分たつ
    ならば それの condition MemoryPressure は理由 "KubeletHasSufficientMemory" で False である

  シナリオ: 残りがわずかになる
    もし ノード "node-1" のメモリーの残りが50Miになる
    ならば それの condition MemoryPressure は True である
    もし ノード "node-1" のディスクの残りが4Giになる
    ならば それの condition DiskPressure は False である
    もし ノード "node-1" のディスクの残りが1Giになる
    ならば それの condition DiskPressure は理由 "KubeletHasDiskPressure" で True である

  シナリオ: inode がなくなる
    もし ノード "node-1" の inode の残りが1000になる
    ならば それについて "inodes" を含むメッセージの "Warning" "EvictionThresholdMet" イベントがある

  シナリオ: kubelet が見ていないプロセスIDがなくなる
    もし ノード "node-1" のプロセスIDの残りが20になる
    かつ 1分たつ
    ならば それの condition PIDPressure は False である

  シナリオ: イメージが専用のディスクにある
    前提 次のノードを追加する:
      | name   | storage | image storage |
      | images | 20Gi    | 50Gi          |
    もし ノード "images" のイメージ用ディスクが不足する
    ならば それの condition DiskPressure は True である
    もし ノード "images" の不足が解消する
    かつ ノード "images" のイメージ用 inode の残りが100になる
    ならば それの condition DiskPressure は True である
