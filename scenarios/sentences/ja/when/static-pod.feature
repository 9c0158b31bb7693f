# language: ja
機能: もし — ノード自身の Pod のファイル

  シナリオ: ファイルが置かれ、取り除かれる
    前提 ノードが1台あるクラスター
    もし ノード "node-1" に "../../manifests/static/web.yaml" の静的 Pod を置く
    ならば Pod "web-node-1" は Running になる
    もし ノード "node-1" から "web.yaml" の静的 Pod を取り除く
    ならば Pod "web-node-1" は存在しない
