# language: ja
機能: 名前空間のメモリー制約

  背景:
    前提 ノードが2つあるクラスター
    かつ 名前空間 "constraints-mem-example"
    かつ 次を適用する:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: {name: mem-min-max-demo-lr}
      spec:
        limits:
        - max: {memory: 1Gi}
          min: {memory: 500Mi}
          type: Container
      """

  シナリオ: 上限を超える制限は拒否される
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: constraints-mem-demo-2}
      spec:
        containers:
        - name: constraints-mem-demo-2-ctr
          image: nginx
          resources:
            limits: {memory: 1.5Gi}
            requests: {memory: 800Mi}
      """
    ならば Forbidden で拒否される:
      """
      pods "constraints-mem-demo-2" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1536Mi
      """
    かつ Pod "constraints-mem-demo-2" は存在しない

  シナリオ: 制限を書かないPodは既定値をもらう
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: constraints-mem-demo-4}
      spec:
        containers:
        - {name: constraints-mem-demo-4-ctr, image: nginx}
      """
    ならば 受理される
    かつ Pod "constraints-mem-demo-4" は Running になる
    かつ その spec.containers[0].resources は次のとおり:
      """yaml
      limits: {memory: 1Gi}
      requests: {memory: 1Gi}
      """
    もし それを削除する
    ならば それは1分以内に存在しない
