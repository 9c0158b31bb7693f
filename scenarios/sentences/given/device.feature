Feature: Given — devices of nodes

  Scenario: Devices by their names
    Given a cluster with 2 nodes
    And a device plugin "example.com/gpu" on node "node-1" with devices:
      | id    | numa | health    |
      | gpu-a | 0    | healthy   |
      | gpu-b | 0    | unhealthy |
    Then the status.capacity["example.com/gpu"] of node "node-1" is "2"
    And its status.allocatable["example.com/gpu"] is "1"

  Scenario: A number of devices
    Given a cluster with 2 nodes
    And a device plugin "example.com/gpu" with 2 devices
    Then the status.allocatable["example.com/gpu"] of node "node-2" is "2"

  Scenario: What a plugin gives containers with its devices
    Given a device plugin "example.com/gpu" with 2 devices
    And the device plugin "example.com/gpu" answers allocations with:
      """yaml
      envs: {VISIBLE_GPUS: "<ids>"}
      mounts: [{containerPath: /usr/lib/gpu, hostPath: /opt/gpu, readOnly: true}]
      devices: [{containerPath: "/dev/<id>", hostPath: "/dev/<id>"}]
      """
    When I apply:
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
    Then container "app" of pod "train" has logged:
      """
      gpu-0,gpu-1
      /dev/gpu-0
      /dev/gpu-1
      /usr/lib/gpu
      touch: /usr/lib/gpu/x: Read-only file system
      """
