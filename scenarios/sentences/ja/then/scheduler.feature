# language: ja
機能: ならば — スケジューラーの考え

  背景:
    前提 次のノードがあるクラスター:
      | name  | cpu | labels   | taints                 |
      | small | 1   |          |                        |
      | kept  | 4   |          | dedicated=x:NoSchedule |
      | slow  | 4   |          |                        |
      | fast  | 4   | disk=ssd |                        |
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
          - name: web
            image: nginx
            resources: {requests: {cpu: "2", memory: 1Gi}}
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 1
                preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}
      """

  シナリオ: どのプラグインがなぜノードを退けたか
    ならば スケジューラーは Pod "web" について、ノード "small" を理由 "Insufficient cpu" で退けた
    かつ スケジューラーはそれについて、ノード "small" をプラグイン "NodeResourcesFit" で退けた
    かつ スケジューラーは Pod "web" について、ノード "kept" をプラグイン "TaintToleration" で "taint" を含む理由で退けた
    かつ スケジューラーはそれについて、ノード "small" と "kept" を退けた
    かつ スケジューラーは Pod "web" について、ノード "slow" を退けなかった
    かつ スケジューラーは Pod "web" について、ノード "fast" を一度も退けなかった

  シナリオ: ほかのノードの点数
    ならば Pod "web" はノード "fast" で動く
    かつ スケジューラーは Pod "web" について、ノード "fast" にプラグイン "NodeAffinity" で200点を付けた
    かつ スケジューラーはそれについて、ノード "slow" に少なくとも300点を付けた
    かつ スケジューラーは Pod "web" について、ノード "fast" にノード "slow" より高い点を付けた
    かつ スケジューラーはそれについて、ノード "fast" にプラグイン "ImageLocality" でノード "slow" と同じ点を付けた

  シナリオ: そのすべて
    ならば スケジューラーは Pod "web" について次のように考えた:
      | node  | refused by       | reason                           | TaintToleration | NodeAffinity | NodeResourcesFit | NodeResourcesBalancedAllocation | total |
      | small | NodeResourcesFit | Insufficient cpu                 |                 |              |                  |                                 |       |
      | kept  | TaintToleration  | node(s) had untolerated taint(s) |                 |              |                  |                                 |       |
      | slow  |                  |                                  | 300             | 0            | 68               | 65                              | 433   |
      | fast  |                  |                                  | 300             | 200          | 68               | 65                              | 633   |
