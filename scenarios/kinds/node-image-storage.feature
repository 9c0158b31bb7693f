Feature: Node whose images lie on a file system of their own
  Which pods go first depends on what is too full: what containers write beside their image lies with the images, their logs and
  emptyDir volumes with the node; where images are alone on their file system, all that pods write lies with the node.

  Background:
    Given a cluster with nodes:
      | name     | storage | image storage      | labels     |
      | separate | 20Gi    | 10Gi               | disk=two   |
      | split    | 20Gi    | 10Gi, images alone | disk=split |

  Rule: Images and what containers write

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: root}
        spec:
          nodeName: separate
          containers:
          - {name: app, image: busybox, command: [sh, -c, "dd if=/dev/zero of=/file bs=1M count=3; sleep 1d"]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: volume}
        spec:
          nodeName: separate
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/data/file bs=1M count=2; sleep 1d"]
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """
      And 30 seconds pass

    Scenario: The disk of the images is full: who has written beside its image goes
      When node "separate" has only 1Gi of image storage left
      Then pod "root" is Failed
      And its status.message is "The node was low on resource: ephemeral-storage. Threshold quantity: 1610612800, available: 1Gi. Container app was using 3076Ki, request is 0, has larger consumption of ephemeral-storage. "
      And pod "volume" is Failed within 1m

    Scenario: The node's own disk is full: who has written to its volumes goes first
      When node "separate" has only 1Gi of disk left
      Then pod "volume" is Failed before pod "root" is Failed
      And node "separate" has condition DiskPressure True with reason "KubeletHasDiskPressure"

    Scenario: What is written beside the image counts against the limit of the pod, not of the container
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: limited}
        spec:
          nodeName: separate
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/file bs=1M count=3; sleep 1d"]
            resources: {limits: {ephemeral-storage: 1Mi}}
          - {name: other, image: busybox, command: [sleep, "100000"], resources: {limits: {ephemeral-storage: 1Mi}}}
        """
      Then pod "limited" is Failed
      And its status.message is "Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. "

  Rule: Images alone

    Scenario: The disk of the images is full: nothing pods have written counts
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: root}
        spec:
          nodeName: split
          containers:
          - {name: app, image: busybox, command: [sh, -c, "dd if=/dev/zero of=/file bs=1M count=3; sleep 1d"]}
        """
      And 30 seconds pass
      When node "split" has only 1Gi of disk left
      Then pod "root" is Failed
      And its status.message is "The node was low on resource: ephemeral-storage. Threshold quantity: 2147483680, available: 1Gi. Container app was using 3076Ki, request is 0, has larger consumption of ephemeral-storage. "
