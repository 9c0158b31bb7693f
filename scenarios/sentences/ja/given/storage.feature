# language: ja
機能: 前提 — ストレージ

  シナリオ: すべてのノードのドライバー
    前提 ノードが2つあるクラスター
    かつ CSI ドライバー "ebs.csi.aws.com" がある
    もし 次を作成する:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: disks}
      provisioner: ebs.csi.aws.com
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], storageClassName: disks, resources: {requests: {storage: 5Gi}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: db}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: c, image: nginx, volumeMounts: [{name: data, mountPath: /data}]}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    ならば PersistentVolumeClaim "data" について次のメッセージの "Normal" "Provisioning" イベントがある:
      """
      External provisioner is provisioning volume for claim "default/data"
      """
    かつ PersistentVolumeClaim "data" について "Successfully provisioned volume pvc-" を含むメッセージの "Normal" "ProvisioningSucceeded" イベントがある
    かつ PersistentVolumeClaim "data" は Bound になる
    かつ Pod "db" について "Normal" "SuccessfulAttachVolume" イベントがある
    かつ Pod "db" は Ready になる
    かつ 次と一致する VolumeAttachment がある:
      """yaml
      metadata: {finalizers: [external-attacher/ebs-csi-aws-com]}
      status: {attached: true}
      """
    もし Pod "db" を削除する
    ならば VolumeAttachment は30秒以内に一つもなくなる
    もし PersistentVolumeClaim "data" を削除する
    ならば PersistentVolume は一つもない

  シナリオ: 一つのノードのドライバー
    前提 ノードが2つあるクラスター
    かつ ノード "node-1" に CSI ドライバー "keys.example.com" がある
    もし 次を作成する:
      """yaml
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: keys.example.com}
      spec: {attachRequired: false, volumeLifecycleModes: [Ephemeral]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: here}
      spec:
        nodeName: node-1
        containers: [{name: c, image: nginx, volumeMounts: [{name: keys, mountPath: /keys}]}]
        volumes: [{name: keys, csi: {driver: keys.example.com}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: there}
      spec:
        nodeName: node-2
        containers: [{name: c, image: nginx, volumeMounts: [{name: keys, mountPath: /keys}]}]
        volumes: [{name: keys, csi: {driver: keys.example.com}}]
      """
    ならば Pod "here" は Ready になる
    かつ Pod "there" について "driver name keys.example.com not found in the list of registered CSI drivers" を含むメッセージの "Warning" "FailedMount" イベントがある
    かつ CSINode "node-1" の spec.drivers は次のとおり:
      """yaml
      - {name: keys.example.com, nodeID: node-1, topologyKeys: null}
      """
    もし ノード "node-2" に CSI ドライバー "keys.example.com" がある
    ならば Pod "there" は Ready になる
