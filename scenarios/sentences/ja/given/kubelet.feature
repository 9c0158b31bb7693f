# language: ja
機能: 前提 — kubelet の設定

  シナリオ: すべての kubelet
    前提 ノードが2台あるクラスター
    かつ kubelet の設定は次のとおりである:
      """yaml
      maxPods: 20
      kubeReserved: {cpu: 500m, memory: 500Mi}
      """
    ならば ノード "node-2" の status.capacity.pods は "20" である
    かつ その status.allocatable.cpu は "3500m" である
    かつ その status.allocatable.memory は 7592Mi である

  シナリオ: 一つの kubelet
    前提 ノードが2台あるクラスター
    かつ kubelet の設定は次のとおりである:
      """yaml
      maxPods: 20
      """
    かつ ノード "node-1" の kubelet の設定は次のとおりである:
      """yaml
      kind: KubeletConfiguration
      apiVersion: kubelet.config.k8s.io/v1beta1
      maxPods: 5
      """
    ならば ノード "node-1" の status.capacity.pods は "5" である
    かつ ノード "node-2" の status.capacity.pods は "20" である
