# language: ja
機能: 前提 — クラスター

  シナリオ: クラスターのノードは、書かなければ一つ
    前提 クラスター
    ならば ノードが1台ある
    かつ ノード "node-1" は Ready になる

  シナリオ: 望むだけのノードがあるクラスター
    前提 ノードが3台あるクラスター
    ならば ノードが3台ある

  シナリオ: コントロールプレーンだけ
    前提 ノードのないクラスター
    ならば ノードは一つもない

  シナリオ: 表に書いたノード
    前提 次のノードがあるクラスター:
      | name  | cpu | memory | pods | labels   | taints                  | zone |
      | big   | 16  | 64Gi   | 250  | disk=ssd |                         | a    |
      | small | 1   | 1Gi    | 10   | disk=hdd | dedicated=db:NoSchedule | b    |
    ならば ノードが2台ある
    かつ ノード "big" の status.capacity は次と一致する:
      """yaml
      cpu: 16
      memory: 64Gi
      pods: 250
      """
    かつ それにはラベル "disk=ssd" がある
    かつ それにはラベル "topology.kubernetes.io/zone" "a" がある
    かつ ノード "small" の spec.taints は {key: "dedicated", value: "db", effect: "NoSchedule"} を含む

  シナリオ: バージョン、シード、ゲート、プラグイン
    前提 Kubernetes v1.36
    かつ シードは 42 である
    かつ フィーチャーゲート "InPlacePodVerticalScaling" は有効である
    かつ アドミッションプラグイン "AlwaysPullImages" は無効である
    かつ クラスター
    ならば ノード "node-1" は Ready になる

  シナリオ: 設定したアドミッションプラグイン
    前提 アドミッションプラグイン "PodSecurity" の設定は次のとおりである:
      """yaml
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults: {enforce: baseline}
      exemptions: {namespaces: [system]}
      """
    かつ 別の名前空間 "system"
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: agent}
      spec:
        hostNetwork: true
        containers: [{name: app, image: agent}]
      """
    ならば Forbidden で拒否される:
      """
      pods "agent" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)
      """
    もし 名前空間 "system" に次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: agent}
      spec:
        hostNetwork: true
        containers: [{name: app, image: agent}]
      """
    ならば 受理される

  シナリオ: 二つ目のプロファイルがあるスケジューラー
    前提 ノードが2台あるクラスター
    かつ スケジューラーの設定は次のとおりである:
      """yaml
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
        - schedulerName: default-scheduler
        - schedulerName: packing
          pluginConfig:
            - name: NodeResourcesFit
              args: {scoringStrategy: {type: MostAllocated}}
      """
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: first}
      spec:
        nodeName: node-1
        containers: [{name: app, image: nginx, resources: {requests: {cpu: "1"}}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: packed}
      spec:
        schedulerName: packing
        containers: [{name: app, image: nginx, resources: {requests: {cpu: "1"}}}]
      """
    ならば Pod "packed" はノード "node-1" で動く
