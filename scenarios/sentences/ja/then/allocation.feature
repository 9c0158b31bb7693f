# language: ja
機能: ならば — コンテナが自分だけのために持つもの

  シナリオ: 近くにある CPU とデバイス
    前提 次のノードがあるクラスター:
      | name   | cpu | memory | numa |
      | node-1 | 8   | 8Gi    | 2    |
    かつ kubelet の設定は次のとおりである:
      """yaml
      cpuManagerPolicy: static
      topologyManagerPolicy: single-numa-node
      reservedSystemCPUs: "0"
      """
    かつ 次のデバイスのデバイスプラグイン "example.com/gpu" がある:
      | id    | numa |
      | gpu-0 | 0    |
      | gpu-1 | 1    |
    もし "../../manifests/exclusive.yaml" を適用する
    ならば Pod "exclusive" のコンテナ "app" には専用の CPU "1-2" がある
    かつ それのコンテナ "app" は NUMA ノード 0 にある
    かつ それのコンテナ "app" にはデバイス "gpu-0" がある
    かつ それのコンテナ "helper" には専用の CPU がない
    かつ それのコンテナ "helper" にはデバイスがない
