# Upstream: getPVCExtractPV in pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go.
Feature: Claims of pods whose node is named by hand
  The scheduler waits until the claims of a pod are bound. A pod that names its node never passes by it: the kubelet waits
  instead, and says so with every try.

  Background:
    Given a cluster with 1 node
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        nodeName: node-1
        containers: [{name: web, image: nginx, volumeMounts: [{name: data, mountPath: /data}]}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """

  Scenario: A claim that is not there
    Then pod "web" is Pending for 1 minute
    And there is an event "Warning" "FailedMount" for it with message "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/data: failed to fetch PVC from API server: persistentvolumeclaims \"data\" not found"

  Scenario: A claim that finds a volume later
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: manual
        resources: {requests: {storage: 1Gi}}
      """
    Then pod "web" is Pending for 1 minute
    And there is an event "Warning" "FailedMount" for it with message "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/data: PVC is not bound"
    When I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: disk}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: manual
        hostPath: {path: /srv/data}
      """
    Then pod "web" is Ready
