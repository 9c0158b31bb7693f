Feature: What a pod's security context brings about on its node

  Background:
    Given a cluster

  Rule: Users and groups

    Scenario: The groups of a process, and the group of its volumes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: security-context-demo}
        spec:
          securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000]}
          volumes: [{name: sec-ctx-vol, emptyDir: {}}]
          containers:
          - name: sec-ctx-demo
            image: busybox
            command: [sh, -c, "id; cd /data; ls -ld demo; echo hello > demo/testfile; ls -l demo; sleep 1h"]
            volumeMounts: [{name: sec-ctx-vol, mountPath: /data/demo}]
        """
      Then container "sec-ctx-demo" of pod "security-context-demo" has logged:
        """
        uid=1000 gid=3000 groups=2000,3000,4000
        drwxrwsrwx    1 root     2000          4096 Jan  1 00:00 demo
        total 0
        -rw-r--r--    1 1000     2000             6 Jan  1 00:00 testfile
        """

    Scenario: Files of a Secret may be read by the group of the pod
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: key}
        stringData: {key: top secret}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          securityContext: {runAsUser: 1000, fsGroup: 2000}
          volumes: [{name: key, secret: {secretName: key, defaultMode: 0400}}]
          containers:
          - {name: app, image: busybox, command: [sh, -c, "cat /key/key; sleep 1h"], volumeMounts: [{name: key, mountPath: /key}]}
        """
      Then pod "reader" has logged "top secret"

    Scenario: Only the groups the pod names
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: strict}
        spec:
          securityContext: {runAsUser: 1000, runAsGroup: 3000, supplementalGroups: [4000], supplementalGroupsPolicy: Strict}
          containers:
          - {name: app, image: busybox, command: [sh, -c, "id; sleep 1h"]}
        """
      Then pod "strict" has logged "uid=1000 gid=3000 groups=3000,4000"
      And its status.containerStatuses[0].user.linux is:
        """yaml
        uid: 1000
        gid: 3000
        supplementalGroups: [3000, 4000]
        """

  Rule: User namespaces

    Scenario: A pod with users of its own
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: own}
        spec:
          hostUsers: false
          containers:
          - {name: app, image: busybox, command: [sh, -c, "cut -c1-10 /proc/self/uid_map; cut -c23- /proc/self/gid_map; sleep 1h"]}
        """
      Then container "app" of pod "own" has logged:
        """
                 0
             65536
        """

    Scenario: The others have those of the node
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: nodes}
        spec:
          containers:
          - {name: app, image: busybox, command: [sh, -c, "cat /proc/1/uid_map /proc/1/attr/current; sleep 1h"]}
        """
      Then container "app" of pod "nodes" has logged:
        """
                 0          0 4294967295
        cri-containerd.apparmor.d (enforce)
        """

    Scenario: A runtime handler that cannot
      Given nodes:
        | name | runtime handlers |
        | kata | runc, kata       |
      And I apply:
        """yaml
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: kata}
        handler: kata
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: own}
        spec:
          nodeName: kata
          hostUsers: false
          runtimeClassName: kata
          containers:
          - {name: app, image: nginx}
        """
      Then there is an event "Warning" "FailedCreatePodSandBox" for pod "own" with message:
        """
        Failed to create pod sandbox: can't set `spec.hostUsers: false`, RuntimeClass handler "kata" does not support user namespaces
        """

  Rule: Profiles that are not there

    Scenario: AppArmor
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: hello-apparmor-2}
        spec:
          securityContext:
            appArmorProfile: {type: Localhost, localhostProfile: k8s-apparmor-example-allow-write}
          containers:
          - {name: hello, image: busybox, command: [sh, -c, "echo Hello; sleep 1h"]}
        """
      Then container "hello" of pod "hello-apparmor-2" is Waiting with reason "CreateContainerError"
      And there is an event "Warning" "Failed" for it with message:
        """
        Error: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found k8s-apparmor-example-allow-write
        """

    Scenario: Seccomp
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: audit}
        spec:
          containers:
          - name: app
            image: nginx
            securityContext: {seccompProfile: {type: Localhost, localhostProfile: profiles/audit.json}}
        """
      Then container "app" of pod "audit" is Waiting with reason "CreateContainerError"
      And there is an event "Warning" "Failed" for it with message:
        """
        Error: failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/profiles/audit.json": open /var/lib/kubelet/seccomp/profiles/audit.json: no such file or directory
        """

    Scenario: What puts the file there lets the container run
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: installer}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "mkdir -p /seccomp/profiles; echo {} > /seccomp/profiles/audit.json; sleep 1h"]
            volumeMounts: [{name: seccomp, mountPath: /seccomp}]
          volumes: [{name: seccomp, hostPath: {path: /var/lib/kubelet/seccomp, type: DirectoryOrCreate}}]
        """
      And pod "installer" is Running
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: audit}
        spec:
          containers:
          - name: app
            image: nginx
            securityContext: {seccompProfile: {type: Localhost, localhostProfile: profiles/audit.json}}
        """
      Then pod "audit" is Running
