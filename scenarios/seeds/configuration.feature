# Seeds/003, "Volumes" and "Security": ConfigMaps and Secrets as environment and as files, to the second; what is said while they
# are missing, when changes are seen, and where they never are.
Feature: Configuration and secrets given to containers

  Background:
    Given a cluster

  Rule: As environment

    Scenario Outline: <what>: tried again until it is there
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: waits}
        spec:
          containers:
          - name: app
            image: nginx
            <given>
        """
      And 30s pass
      Then the status.phase of pod "waits" is "Pending" immediately
      And the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        waiting: {reason: CreateContainerConfigError, message: <message>}
        """
      And the status.conditions[type=Ready] of pod "waits" is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:00Z"
        reason: ContainersNotReady
        message: "containers with unready status: [app]"
        """
      And the events for pod "waits" are, in this order immediately:
        | at | type    | reason    | message                                                                                     | count | last |
        | 0s | Normal  | Scheduled | Successfully assigned default/waits to node-1                                               | 1     | 0s   |
        | 0s | Normal  | Pulling   | Pulling image "nginx"                                                                       | 4     | 27s  |
        | 0s | Normal  | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 4     | 27s  |
        | 0s | Warning | Failed    | Error: <message>                                                                            | 4     | 27s  |
      When I apply "configuration/both.yaml"
      And 15s pass
      Then the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:40Z"}
        """

      Examples:
        | what                   | given                                                                                      | message                              |
        | a ConfigMap is missing | env: [{name: HOW, valueFrom: {configMapKeyRef: {name: special-config, key: special.how}}}] | configmap "special-config" not found |
        | a Secret is missing    | env: [{name: NAME, valueFrom: {secretKeyRef: {name: mysecret, key: username}}}]            | secret "mysecret" not found          |
        | all of a ConfigMap     | envFrom: [{configMapRef: {name: special-config}}]                                          | configmap "special-config" not found |
        | all of a Secret        | envFrom: [{prefix: MY_, secretRef: {name: mysecret}}]                                      | secret "mysecret" not found          |

    Scenario Outline: A key is missing in a <kind>
      Given I apply "configuration/both.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: waits}
        spec:
          containers:
          - name: app
            image: nginx
            env: [{name: KEY, valueFrom: {<reference>: {name: <name>, key: other}}}]
        """
      And 30s pass
      Then the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        waiting: {reason: CreateContainerConfigError, message: couldn't find key other in <kind> default/<name>}
        """
      And the events for pod "waits" are, in this order immediately:
        | at | type    | reason    | message                                                                                     | count | last |
        | 0s | Normal  | Scheduled | Successfully assigned default/waits to node-1                                               | 1     | 0s   |
        | 0s | Normal  | Pulling   | Pulling image "nginx"                                                                       | 4     | 27s  |
        | 0s | Normal  | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 4     | 27s  |
        | 0s | Warning | Failed    | Error: couldn't find key other in <kind> default/<name>                                     | 4     | 27s  |

      Examples:
        | kind      | reference       | name           |
        | ConfigMap | configMapKeyRef | special-config |
        | Secret    | secretKeyRef    | mysecret       |

    Scenario: What is optional is not waited for
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: content}
        spec:
          restartPolicy: Never
          containers:
          - name: app
            image: busybox
            command: [sh, -c, 'echo "<$HOW>$(ls /etc/config)"']
            env: [{name: HOW, valueFrom: {configMapKeyRef: {name: special-config, key: special.how, optional: true}}}]
            envFrom: [{secretRef: {name: mysecret, optional: true}}]
            volumeMounts: [{name: config, mountPath: /etc/config}]
          volumes: [{name: config, configMap: {name: special-config, optional: true}}]
        """
      Then pod "content" is Succeeded
      And it has logged:
        """
        <>
        """
      And the status.containerStatuses[0].state of pod "content" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:01Z"
          containerID: <any>
        """
      And the events for pod "content" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/content to node-1                                              | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |

  Rule: As files

    Scenario Outline: <what>: mounted once it is there
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: waits}
        spec:
          containers:
          - {name: app, image: nginx, volumeMounts: [{name: files, mountPath: /etc/files}]}
          volumes: [{name: files, <volume>}]
        """
      And 30s pass
      Then the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        waiting: {reason: ContainerCreating}
        """
      And the status.conditions of pod "waits" is immediately:
        """yaml
        - type: PodReadyToStartContainers
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Initialized
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Ready
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [app]"
        - type: ContainersReady
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [app]"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And the events for pod "waits" are, in this order immediately:
        | at | type    | reason      | message                                                 | count | last |
        | 0s | Normal  | Scheduled   | Successfully assigned default/waits to node-1           | 1     | 0s   |
        | 0s | Warning | FailedMount | MountVolume.SetUp failed for volume "files" : <message> | 6     | 15s  |
      When I apply "configuration/both.yaml"
      And 5s pass
      Then the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:32Z"}
        """

      Examples:
        | what                       | volume                                                                                  | message                                                             |
        | A ConfigMap is missing     | configMap: {name: special-config}                                                       | configmap "special-config" not found                                |
        | A Secret is missing        | secret: {secretName: mysecret}                                                          | secret "mysecret" not found                                         |
        | Both of a projected volume | projected: {sources: [{configMap: {name: special-config}}, {secret: {name: mysecret}}]} | [configmap "special-config" not found, secret "mysecret" not found] |

    Scenario Outline: A key is missing in a <kind>
      Given I apply "configuration/both.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: waits}
        spec:
          containers:
          - {name: app, image: nginx, volumeMounts: [{name: files, mountPath: /etc/files}]}
          volumes: [{name: files, <volume>}]
        """
      And 3m pass
      Then the status.phase of pod "waits" is "Pending" immediately
      And the events for pod "waits" are, in this order immediately:
        | at | type    | reason      | message                                                 | count | last |
        | 0s | Normal  | Scheduled   | Successfully assigned default/waits to node-1           | 1     | 0s   |
        | 0s | Warning | FailedMount | MountVolume.SetUp failed for volume "files" : <message> | 9     | 2m7s |

      Examples:
        | kind      | volume                                                                | message                                             |
        | ConfigMap | configMap: {name: special-config, items: [{key: other, path: other}]} | configmap references non-existent config key: other |
        | Secret    | secret: {secretName: mysecret, items: [{key: other, path: other}]}    | references non-existent secret key: other           |

    Scenario: Changes come with the next sync of the pod; variables and single files stay as they were
      Given I apply "configuration/both.yaml"
      When I apply "configuration/reader.yaml"
      And 30s pass
      And I patch configmap "special-config" with:
        """yaml
        data: {special.how: hardly}
        """
      And 30s pass
      And I patch secret "mysecret" with:
        """yaml
        stringData: {username: root}
        """
      And 40s pass
      Then pod "reader" has logged immediately:
        """
        very admin very admin very
        very admin very admin very
        very admin very admin very
        very admin very admin very
        very admin hardly root very
        """
      When container "app" of pod "reader" exits with code 1
      And 2s pass
      Then pod "reader" has logged immediately:
        """
        hardly root hardly root hardly
        """
      And the status.containerStatuses[0].restartCount of pod "reader" is 1
      And the status.containerStatuses[0].state of pod "reader" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:01:40Z"}
        """
      And the events for pod "reader" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last  |
        | 0s | Normal | Scheduled | Successfully assigned default/reader to node-1                                               | 1     | 0s    |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 2     | 1m40s |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 2     | 1m40s |
        | 0s | Normal | Created   | Container created                                                                            | 2     | 1m40s |
        | 0s | Normal | Started   | Container started                                                                            | 2     | 1m40s |

    Scenario: What is deleted stays in the files, and is missed from the next sync on
      Given I apply "configuration/both.yaml"
      When I apply "configuration/reader.yaml"
      And 30s pass
      And I delete secret "mysecret"
      And 90s pass
      Then pod "reader" is Ready throughout
      And pod "reader" has logged immediately:
        """
        very admin very admin very
        very admin very admin very
        very admin very admin very
        very admin very admin very
        very admin very admin very
        very admin very admin very
        """
      And the events for pod "reader" are, in this order immediately:
        | at    | type    | reason      | message                                                                                      | count | last  |
        | 0s    | Normal  | Scheduled   | Successfully assigned default/reader to node-1                                               | 1     | 0s    |
        | 0s    | Normal  | Pulling     | Pulling image "busybox"                                                                      | 1     | 0s    |
        | 0s    | Normal  | Pulled      | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s    |
        | 0s    | Normal  | Created     | Container created                                                                            | 1     | 0s    |
        | 0s    | Normal  | Started     | Container started                                                                            | 1     | 0s    |
        | 1m13s | Warning | FailedMount | MountVolume.SetUp failed for volume "foo" : secret "mysecret" not found                      | 7     | 1m44s |
