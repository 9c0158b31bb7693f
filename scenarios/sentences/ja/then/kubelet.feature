# language: ja
機能: ならば — 起動しない kubelet

  シナリオ: 多すぎる NUMA ノード
    前提 次のノードがあるクラスター:
      | name | cpu | numa |
      | big  | 32  | 9    |
    かつ kubelet の設定は次のとおりである:
      """yaml
      topologyManagerPolicy: restricted
      """
    ならば ノード "big" の kubelet は次のエラーで起動しない:
      """
      unsupported on machines with more than 8 NUMA Nodes
      """
    かつ ノードが0台ある
