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

  シナリオ: プラグインがデバイスとともにコンテナに与えるもの
    前提 デバイスが2個のデバイスプラグイン "example.com/gpu" がある
    かつ デバイスプラグイン "example.com/gpu" は割り当てに次のとおり答える:
      """yaml
      envs: {VISIBLE_GPUS: "<ids>"}
      mounts: [{containerPath: /usr/lib/gpu, hostPath: /opt/gpu, readOnly: true}]
      devices: [{containerPath: "/dev/<id>", hostPath: "/dev/<id>"}]
      """
    もし 次を適用する:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: train}
      spec:
        containers:
        - name: app
          image: busybox
          command: [sh, -c, "echo $VISIBLE_GPUS; ls -d /dev/gpu* /usr/lib/gpu; touch /usr/lib/gpu/x; sleep 1h"]
          resources: {limits: {example.com/gpu: 2}}
      """
    ならば Pod "train" のコンテナ "app" のログは次のとおりである:
      """
      gpu-0,gpu-1
      /dev/gpu-0
      /dev/gpu-1
      /usr/lib/gpu
      touch: /usr/lib/gpu/x: Read-only file system
      """
