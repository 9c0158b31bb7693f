# language: ja
機能: 前提 — ノードのデバイス

  シナリオ: 名前のあるデバイス
    前提 ノードが2台あるクラスター
    かつ ノード "node-1" に次のデバイスのデバイスプラグイン "example.com/gpu" がある:
      | id    | numa | health    |
      | gpu-a | 0    | healthy   |
      | gpu-b | 0    | unhealthy |
    ならば ノード "node-1" の status.capacity["example.com/gpu"] は "2" である
    かつ その status.allocatable["example.com/gpu"] は "1" である

  シナリオ: デバイスの数
    前提 ノードが2台あるクラスター
    かつ デバイスが2個のデバイスプラグイン "example.com/gpu" がある
    ならば ノード "node-2" の status.allocatable["example.com/gpu"] は "2" である
