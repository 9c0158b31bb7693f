# language: ja
機能: もし — デバイスとそのプラグイン

  シナリオ: デバイスが壊れ、ふたたび動く
    前提 クラスター
    かつ デバイスが2個のデバイスプラグイン "example.com/gpu" がある
    もし デバイス "gpu-1" が unhealthy になる
    ならば ノード "node-1" の status.allocatable["example.com/gpu"] は "1" である
    かつ その status.capacity["example.com/gpu"] は "2" である
    もし ノード "node-1" のデバイス "gpu-1" が healthy になる
    ならば ノード "node-1" の status.allocatable["example.com/gpu"] は "2" である

  シナリオ: プラグインがなくなり、戻る
    前提 クラスター
    かつ デバイスが2個のデバイスプラグイン "example.com/gpu" がある
    もし デバイスプラグイン "example.com/gpu" がなくなる
    ならば ノード "node-1" の status.allocatable["example.com/gpu"] は "0" である
    かつ その status.capacity["example.com/gpu"] は6分以内に "0" である
    もし ノード "node-1" のデバイスプラグイン "example.com/gpu" が戻る
    ならば ノード "node-1" の status.capacity["example.com/gpu"] は "2" である
