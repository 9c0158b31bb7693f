# language: ja
# seeds/001 の第1節: ドキュメント「Namespaceに対するメモリーの最小および最大制約の設定」。memory-constraints.feature と同じ話。
機能: 名前空間のメモリーの最小と最大の制約
  LimitRange は、名前空間のコンテナが要求できるメモリーの下限と上限を決める。それを守らない Pod は作成の時に拒否され、
  何も書かない Pod は既定値をもらう。

  背景:
    前提 ノードが2つあるクラスター
    かつ 名前空間 "constraints-mem-example"
    かつ "memory-constraints/limit-range.yaml" を適用する

  ルール: LimitRange は自分の既定値を補う

    シナリオ: 既定の制限と既定の要求は最大値から決まる
      ならば LimitRange "mem-min-max-demo-lr" は存在する
      かつ その spec.limits は次のとおり:
        """yaml
        - default: {memory: 1Gi}
          defaultRequest: {memory: 1Gi}
          max: {memory: 1Gi}
          min: {memory: 500Mi}
          type: Container
        """
      かつ それはスナップショットと一致する

  ルール: 制約を守る Pod は動く

    シナリオ: 要求も制限も最小と最大の間にある
      もし "memory-constraints/pod.yaml" を適用する
      ならば Pod "constraints-mem-demo" は Running になる
      かつ それは Ready になる
      かつ その spec.containers[0].resources は次のとおり:
        """yaml
        limits: {memory: 800Mi}
        requests: {memory: 600Mi}
        """
      かつ それのイベントは順に次のとおり:
        | at | type   | reason    | message                                                                                     |
        | 0s | Normal | Scheduled | Successfully assigned constraints-mem-example/constraints-mem-demo to node-2                |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
        | 0s | Normal | Created   | Container created                                                                           |
        | 0s | Normal | Started   | Container started                                                                           |
      かつ Pod "constraints-mem-demo" はスナップショットと一致する

    シナリオ: 削除するとコンテナに終わるための時間が与えられる
      前提 "memory-constraints/pod.yaml" を適用する
      かつ Pod "constraints-mem-demo" は Running になる
      もし Pod "constraints-mem-demo" を削除する
      ならば Pod "constraints-mem-demo" についてメッセージ "Stopping container constraints-mem-demo-ctr" の "Normal" "Killing" イベントがある
      かつ Pod "constraints-mem-demo" は35秒以内にない

  ルール: 制約を守らない Pod は拒否される

    シナリオ: 最大を超える制限
      もし "memory-constraints/pod-2.yaml" を適用する
      ならば Forbidden で拒否される:
        """
        pods "constraints-mem-demo-2" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1536Mi
        """
      かつ Pod "constraints-mem-demo-2" はない
      かつ Pod "constraints-mem-demo-2" は一度もなかった

    シナリオ: 最小を下回る要求
      もし "memory-constraints/pod-3.yaml" を適用する
      ならば Forbidden で拒否される:
        """
        pods "constraints-mem-demo-3" is forbidden: minimum memory usage per Container is 500Mi, but request is 100Mi
        """
      かつ Pod "constraints-mem-demo-3" はない

    シナリオアウトライン: 境界とその周り
      もし 次を適用する:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: bounds}
        spec:
          containers:
          - name: c
            image: nginx
            resources:
              requests: {memory: <要求>}
              limits: {memory: <制限>}
        """
      ならば <結果>

      例: 内側
        | 要求     | 制限   | 結果       |
        | 500Mi    | 1Gi    | 受理される |
        | 512000Ki | 1024Mi | 受理される |

      例: 外側
        | 要求  | 制限   | 結果                                                                                                                                   |
        | 499Mi | 1Gi    | メッセージ "pods \"bounds\" is forbidden: minimum memory usage per Container is 500Mi, but request is 499Mi" の Forbidden で拒否される |
        | 500Mi | 1025Mi | メッセージ "pods \"bounds\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1025Mi" の Forbidden で拒否される    |

  ルール: 何も書かない Pod は既定値をもらう

    シナリオ: 要求も制限もない
      もし "memory-constraints/pod-4.yaml" を適用する
      ならば Pod "constraints-mem-demo-4" は Running になる
      かつ その spec.containers[0].resources は次のとおり:
        """yaml
        limits: {memory: 1Gi}
        requests: {memory: 1Gi}
        """
      かつ それにはアノテーション "kubernetes.io/limit-ranger" "LimitRanger plugin set: memory request for container constraints-mem-demo-4-ctr; memory limit for container constraints-mem-demo-4-ctr" がある
      かつ それはスナップショットと一致する

  ルール: 制約は Pod が作成される時に調べられ、あとからは調べられない

    シナリオ: LimitRange を変えても動いている Pod は変わらない
      前提 "memory-constraints/pod.yaml" を適用する
      かつ Pod "constraints-mem-demo" は Running になる
      もし LimitRange "mem-min-max-demo-lr" に次のパッチを当てる:
        """yaml
        spec:
          limits:
          - max: {memory: 700Mi}
            min: {memory: 650Mi}
            type: Container
        """
      ならば Pod "constraints-mem-demo" は10分間 Running である
      かつ Pod "constraints-mem-demo" の spec.containers[0].resources.limits.memory は 800Mi である

  ルール: 名前空間はすべてを連れて行く

    シナリオ: 後片付け
      前提 "memory-constraints/pod.yaml" を適用する
      かつ Pod "constraints-mem-demo" は Running になる
      もし 名前空間 "constraints-mem-example" を削除する
      ならば 名前空間 "constraints-mem-example" は2分以内に存在しない
      かつ 名前空間 "constraints-mem-example" で Pod "constraints-mem-demo" はない

  ルール: Pod が更新される時にも調べられる

    シナリオ: 動いている Pod の大きさは、制約の中でなら変えられる
      前提 "memory-constraints/pod.yaml" を適用する
      かつ Pod "constraints-mem-demo" は Running になる
      もし Pod "constraints-mem-demo" の resize に次のパッチを当てる:
        """yaml
        spec: {containers: [{name: constraints-mem-demo-ctr, resources: {limits: {memory: 1200Mi}}}]}
        """
      ならば Forbidden で拒否される:
        """
        pods "constraints-mem-demo" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1200Mi
        """
      もし Pod "constraints-mem-demo" の resize に次のパッチを当てる:
        """yaml
        spec: {containers: [{name: constraints-mem-demo-ctr, resources: {limits: {memory: 1Gi}}}]}
        """
      ならば 受理される
      かつ Pod "constraints-mem-demo" の status.containerStatuses[0].resources.limits.memory は 1Gi である

  ルール: 制約を設ける理由

    シナリオアウトライン: <名前空間> のコンテナはそれぞれ <最大> まで使える
      前提 別の名前空間 "<名前空間>"
      かつ 名前空間 "<名前空間>" に次を適用する:
        """yaml
        apiVersion: v1
        kind: LimitRange
        metadata: {name: memory}
        spec: {limits: [{max: {memory: <最大>}, type: Container}]}
        """
      もし 名前空間 "<名前空間>" に次を適用する:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: work}
        spec: {containers: [{name: c, image: nginx, resources: {limits: {memory: 4Gi}}}]}
        """
      ならば <結果>

      例:
        | 名前空間    | 最大  | 結果                                                                                                                             |
        | production  | 8Gi   | 受理される                                                                                                                       |
        | development | 512Mi | メッセージ "pods \"work\" is forbidden: maximum memory usage per Container is 512Mi, but limit is 4Gi" の Forbidden で拒否される |
