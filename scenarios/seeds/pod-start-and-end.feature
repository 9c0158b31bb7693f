# Seeds/000, "what can be done when a Pod starts and when it ends": phases, init containers, hooks, probes and termination, and
# the moment at which each thing happens.
Feature: How pods start and end

  Background:
    Given a cluster

  Rule: While it is Pending, init containers run

    Scenario: From Pending to Running, moment by moment
      Given the image "app" takes 4s to pull
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: app}
        """
      Then the status of pod "web" is immediately:
        """yaml
        phase: Pending
        qosClass: BestEffort
        """
      When 2s pass
      Then the status.phase of pod "web" is "Pending" immediately
      And its spec.nodeName is "node-1"
      And its status.conditions is immediately:
        """yaml
        - type: PodReadyToStartContainers
          observedGeneration: 1
          status: "True"
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
          message: "containers with unready status: [web]"
        - type: ContainersReady
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [web]"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        waiting: {reason: ContainerCreating}
        """
      When 3s pass
      Then the status.phase of pod "web" is "Running" immediately
      And its status.conditions is immediately:
        """yaml
        - type: PodReadyToStartContainers
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Initialized
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Ready
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:04Z"
        - type: ContainersReady
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:04Z"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:04Z"}
        """
      And the events for it are, in this order:
        | at | type   | reason    | message                                                                                   |
        | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                               |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       |
        | 4s | Normal | Pulled    | Successfully pulled image "app" in 4s (4s including waiting). Image size: 70000000 bytes. |
        | 4s | Normal | Created   | Container created                                                                         |
        | 4s | Normal | Started   | Container started                                                                         |

    Scenario: Two that wait for services, one after the other
      When I apply "pod-start-and-end/myapp.yaml"
      And 30s pass
      Then the status.phase of pod "myapp-pod" is "Pending" immediately
      And its status.conditions is immediately:
        """yaml
        - type: PodReadyToStartContainers
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Initialized
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotInitialized
          message: "containers with incomplete status: [init-myservice init-mydb]"
        - type: Ready
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [myapp-container]"
        - type: ContainersReady
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [myapp-container]"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And its status.initContainerStatuses[*].state is immediately:
        """yaml
        - {running: {startedAt: "2026-01-01T00:00:00Z"}}
        - {waiting: {reason: PodInitializing}}
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        waiting: {reason: PodInitializing}
        """
      And container "init-myservice" of it has logged "waiting for myservice"
      When I apply "pod-start-and-end/services.yaml"
      And 5s pass
      Then the status.phase of pod "myapp-pod" is "Running" immediately
      And its status.initContainerStatuses[*].state is immediately:
        """yaml
        - terminated:
            exitCode: 0
            reason: Completed
            startedAt: "2026-01-01T00:00:00Z"
            finishedAt: "2026-01-01T00:00:30Z"
            containerID: <any>
        - terminated:
            exitCode: 0
            reason: Completed
            startedAt: "2026-01-01T00:00:31Z"
            finishedAt: "2026-01-01T00:00:31Z"
            containerID: <any>
        """
      And its status.conditions[type=Initialized] is immediately:
        """yaml
        type: Initialized
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:32Z"
        """
      And it has logged:
        """
        The app is running!
        """
      And the events for it are, in this order:
        | at  | type   | reason    | message                                                                                           | count | last |
        | 0s  | Normal | Scheduled | Successfully assigned default/myapp-pod to node-1                                                 | 1     | 0s   |
        | 0s  | Normal | Pulling   | Pulling image "busybox:1.28"                                                                      | 1     | 0s   |
        | 0s  | Normal | Pulled    | Successfully pulled image "busybox:1.28" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s  | Normal | Created   | Container created                                                                                 | 1     | 0s   |
        | 0s  | Normal | Started   | Container started                                                                                 | 1     | 0s   |
        | 31s | Normal | Pulled    | Container image "busybox:1.28" already present on machine and can be accessed by the pod          | 1     | 31s  |
        | 31s | Normal | Created   | Container created                                                                                 | 1     | 31s  |
        | 31s | Normal | Started   | Container started                                                                                 | 1     | 31s  |
        | 32s | Normal | Pulled    | Container image "busybox:1.28" already present on machine and can be accessed by the pod          | 1     | 32s  |
        | 32s | Normal | Created   | Container created                                                                                 | 1     | 32s  |
        | 32s | Normal | Started   | Container started                                                                                 | 1     | 32s  |

    Scenario: One that fails is run again, after longer and longer breaks
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: init-fails}
        spec:
          initContainers:
          - {name: check, image: busybox, command: [sh, -c, "sleep 1; exit 1"]}
          containers:
          - {name: app, image: app}
        """
      And 60s pass
      Then the status.phase of pod "init-fails" is "Pending" immediately
      And its status.initContainerStatuses[0].restartCount is 3 immediately
      And its status.initContainerStatuses[0].state is immediately:
        """yaml
        terminated:
          exitCode: 1
          reason: Error
          startedAt: "2026-01-01T00:00:42Z"
          finishedAt: "2026-01-01T00:00:43Z"
          containerID: <any>
        """
      And the events for it are, in this order:
        | at | type    | reason    | message                                                                                      | count | last |
        | 0s | Normal  | Scheduled | Successfully assigned default/init-fails to node-1                                           | 1     | 0s   |
        | 0s | Normal  | Pulling   | Pulling image "busybox"                                                                      | 4     | 42s  |
        | 0s | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 4     | 42s  |
        | 0s | Normal  | Created   | Container created                                                                            | 4     | 42s  |
        | 0s | Normal  | Started   | Container started                                                                            | 4     | 42s  |
        | 3s | Warning | BackOff   | Back-off restarting failed container check in pod init-fails_default(<uuid>)                 | 4     | 43s  |

    Scenario: One that tells where its pod is
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: registered}
        spec:
          initContainers:
          - name: register
            image: busybox
            command: [sh, -c, 'echo "$POD_IP on $NODE_NAME" > /work/address']
            env:
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            volumeMounts: [{name: work, mountPath: /work}]
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "cat /work/address; sleep 1d"]
            volumeMounts: [{name: work, mountPath: /work}]
          volumes: [{name: work, emptyDir: {}}]
        """
      Then pod "registered" is Running
      And its status.podIP is "10.244.0.2"
      And it has logged:
        """
        10.244.0.2 on node-1
        """
      And the status.containerStatuses[0].state of pod "registered" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:01Z"}
        """
      And the events for pod "registered" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/registered to node-1                                           | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
        | 1s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 1s   |
        | 1s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 1s   |
        | 1s | Normal | Created   | Container created                                                                            | 1     | 1s   |
        | 1s | Normal | Started   | Container started                                                                            | 1     | 1s   |

  Rule: While it runs, hooks and probes

    Scenario: A command after the start and one before the end
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: lifecycle-demo}
        spec:
          containers:
          - name: lifecycle-demo-container
            image: nginx
            lifecycle:
              postStart:
                exec: {command: [/bin/sh, -c, "sleep 3; echo Hello from the postStart handler > /usr/share/message"]}
              preStop:
                exec: {command: [/bin/sh, -c, "sleep 5; nginx -s quit; while killall -0 nginx; do sleep 1; done"]}
        """
      And 2s pass
      Then the status.phase of pod "lifecycle-demo" is "Pending" immediately
      And its status.containerStatuses[0].state is immediately:
        """yaml
        waiting: {reason: ContainerCreating}
        """
      When 2s pass
      Then the status.phase of pod "lifecycle-demo" is "Running" immediately
      And its status.conditions[type=Ready] is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:03Z"
        """
      When I delete pod "lifecycle-demo"
      And 4s pass
      Then the metadata.deletionTimestamp of pod "lifecycle-demo" is "2026-01-01T00:00:34Z" immediately
      And its metadata.deletionGracePeriodSeconds is 30
      When 1s passes
      Then there is a pod "lifecycle-demo" immediately
      When 2s pass
      Then there is no pod "lifecycle-demo" immediately
      And the events for pod "lifecycle-demo" are, in this order:
        | at | type   | reason    | message                                                                                     |
        | 0s | Normal | Scheduled | Successfully assigned default/lifecycle-demo to node-1                                      |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
        | 0s | Normal | Created   | Container created                                                                           |
        | 0s | Normal | Started   | Container started                                                                           |
        | 4s | Normal | Killing   | Stopping container lifecycle-demo-container                                                 |

    Scenario: Requests after the start and before the end
      Given the image "app" answers `GET /started` with 200
      And the image "app" answers `GET /stopping` with 200
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: hooked}
        spec:
          containers:
          - name: app
            image: app
            lifecycle:
              postStart: {httpGet: {path: /started, port: 80}}
              preStop: {httpGet: {path: /stopping, port: 80}}
        """
      Then pod "hooked" is Running
      When I delete pod "hooked"
      Then there is no pod "hooked" within 3s
      And the events for pod "hooked" are, in this order:
        | at | type   | reason    | message                                                                                   |
        | 0s | Normal | Scheduled | Successfully assigned default/hooked to node-1                                            |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. |
        | 0s | Normal | Created   | Container created                                                                         |
        | 0s | Normal | Started   | Container started                                                                         |
        | 1s | Normal | Killing   | Stopping container app                                                                    |

    Scenario: A request that nobody answers; what is answered does not matter
      Given the image "app" listens on port 80
      And the image "app" answers `GET /started` with 500
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: hooked}
        spec:
          terminationGracePeriodSeconds: 2
          containers:
          - name: app
            image: app
            lifecycle: {postStart: {httpGet: {path: /started, port: 81}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: told}
        spec:
          containers:
          - name: app
            image: app
            lifecycle: {postStart: {httpGet: {path: /started, port: 80}}}
        """
      And 5s pass
      Then the status.phase of pod "told" is "Running" immediately
      And the events for pod "hooked" are, in this order:
        | at | type    | reason              | message                                                                                   | count |
        | 0s | Normal  | Scheduled           | Successfully assigned default/hooked to node-1                                            | 1     |
        | 0s | Normal  | Pulling             | Pulling image "app"                                                                       | 2     |
        | 0s | Normal  | Pulled              | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 2     |
        | 0s | Normal  | Created             | Container created                                                                         | 2     |
        | 0s | Normal  | Started             | Container started                                                                         | 2     |
        | 0s | Warning | FailedPostStartHook | PostStartHook failed                                                                      | 2     |
        | 0s | Normal  | Killing             | FailedPostStartHook                                                                       | 2     |
        | 2s | Warning | BackOff             | Back-off restarting failed container app in pod hooked_default(<uuid>)                    | 1     |
      And the status.containerStatuses[0].state of pod "hooked" is immediately:
        """yaml
        waiting:
          reason: PostStartHookError
          message: 'HTTP lifecycle hook (/started) for Container "app" in Pod "hooked_default(<uuid>)" failed - error: Get "http://10.244.0.2:81/started": dial tcp 10.244.0.2:81: connect: connection refused'
        """
      And the status.containerStatuses[0].lastState of pod "hooked" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:01Z"
          finishedAt: "2026-01-01T00:00:01Z"
          containerID: <any>
        """

    Scenario: A command after the start that fails costs the container its life
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: hooked}
        spec:
          terminationGracePeriodSeconds: 2
          containers:
          - name: app
            image: nginx
            lifecycle: {postStart: {exec: {command: [sh, -c, "echo not today; exit 3"]}}}
        """
      And 5s pass
      Then the events for pod "hooked" are, in this order:
        | at | type    | reason              | message                                                                                     | count |
        | 0s | Normal  | Scheduled           | Successfully assigned default/hooked to node-1                                              | 1     |
        | 0s | Normal  | Pulling             | Pulling image "nginx"                                                                       | 2     |
        | 0s | Normal  | Pulled              | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 2     |
        | 0s | Normal  | Created             | Container created                                                                           | 2     |
        | 0s | Normal  | Started             | Container started                                                                           | 2     |
        | 0s | Warning | FailedPostStartHook | PostStartHook failed                                                                        | 2     |
        | 0s | Normal  | Killing             | FailedPostStartHook                                                                         | 2     |
        | 2s | Warning | BackOff             | Back-off restarting failed container app in pod hooked_default(<uuid>)                      | 1     |

    Scenario: TCP probes: ready once the port is open
      Given the image "registry.k8s.io/goproxy:0.1" listens on port 8080
      When I apply "pod-start-and-end/tcp-probes.yaml"
      And 15s pass
      Then pod "goproxy" is not Ready immediately
      When 10s pass
      Then the status.conditions[type=Ready] of pod "goproxy" is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:21Z"
        """
      When 10 minutes pass
      Then container "goproxy" of pod "goproxy" has restarted 0 times
      And the events for it are, in this order:
        | at | type   | reason    | message                                                                                                           |
        | 0s | Normal | Scheduled | Successfully assigned default/goproxy to node-1                                                                   |
        | 0s | Normal | Pulling   | Pulling image "registry.k8s.io/goproxy:0.1"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "registry.k8s.io/goproxy:0.1" in 0s (0s including waiting). Image size: 70000000 bytes. |
        | 0s | Normal | Created   | Container created                                                                                                 |
        | 0s | Normal | Started   | Container started                                                                                                 |

    Scenario: TCP probes of a program that listens elsewhere: never ready, restarted again and again
      Given the image "registry.k8s.io/goproxy:0.1" listens on port 9090
      When I apply "pod-start-and-end/tcp-probes.yaml"
      And 75s pass
      Then the events for pod "goproxy" are, in this order:
        | at  | type    | reason    | message                                                                                                           | count | last  |
        | 0s  | Normal  | Scheduled | Successfully assigned default/goproxy to node-1                                                                   | 1     | 0s    |
        | 0s  | Normal  | Pulling   | Pulling image "registry.k8s.io/goproxy:0.1"                                                                       | 1     | 0s    |
        | 0s  | Normal  | Pulled    | Successfully pulled image "registry.k8s.io/goproxy:0.1" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s    |
        | 0s  | Normal  | Created   | Container created                                                                                                 | 2     | 40s   |
        | 0s  | Normal  | Started   | Container started                                                                                                 | 2     | 40s   |
        | 20s | Warning | Unhealthy | Liveness probe failed: dial tcp 10.244.0.2:8080: connect: connection refused                                      | 5     | 1m10s |
        | 21s | Warning | Unhealthy | Readiness probe failed: dial tcp 10.244.0.2:8080: connect: connection refused                                     | 5     | 1m11s |
        | 40s | Normal  | Killing   | Container goproxy failed liveness probe, will be restarted                                                        | 1     | 40s   |
        | 40s | Normal  | Pulled    | Container image "registry.k8s.io/goproxy:0.1" already present on machine and can be accessed by the pod           | 1     | 40s   |
      And its status.containerStatuses[0].restartCount is 1 immediately
      And its status.containerStatuses[0].state is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:40Z"}
        """
      And its status.containerStatuses[0].lastState is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:40Z"
          containerID: <any>
        """

    Scenario: HTTP probes: any code from 200 to 399 will do
      Given the image "app" answers `GET /moved` with 302
      And the image "app" answers `GET /gone` with 404
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: moved}
        spec:
          containers:
          - name: app
            image: app
            livenessProbe: {httpGet: {path: /moved, port: 80}, periodSeconds: 5}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: gone}
        spec:
          terminationGracePeriodSeconds: 3
          containers:
          - name: app
            image: app
            livenessProbe: {httpGet: {path: /gone, port: 80}, periodSeconds: 5}
        """
      And 20s pass
      Then container "app" of pod "moved" has restarted 0 times
      And the events for pod "gone" are, in this order:
        | at  | type    | reason    | message                                                                                   | count | last |
        | 0s  | Normal  | Scheduled | Successfully assigned default/gone to node-1                                              | 1     | 0s   |
        | 0s  | Normal  | Pulling   | Pulling image "app"                                                                       | 2     | 15s  |
        | 0s  | Normal  | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 2     | 15s  |
        | 0s  | Normal  | Created   | Container created                                                                         | 2     | 15s  |
        | 0s  | Normal  | Started   | Container started                                                                         | 2     | 15s  |
        | 5s  | Warning | Unhealthy | Liveness probe failed: HTTP probe failed with statuscode: 404                             | 4     | 20s  |
        | 15s | Normal  | Killing   | Container app failed liveness probe, will be restarted                                    | 1     | 15s  |
      And the status.containerStatuses[0].lastState of pod "gone" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:15Z"
          containerID: <any>
        """

    Scenario: Redirects within the container are followed; one that leads elsewhere is a warning, and well
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: redirected}
        spec:
          containers:
          - name: app
            image: registry.k8s.io/e2e-test-images/agnhost:2.40
            args: [liveness]
            livenessProbe: {httpGet: {path: "/redirect?loc=%2Fhealthz", port: 8080}, failureThreshold: 1, initialDelaySeconds: 5}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: elsewhere}
        spec:
          containers:
          - name: app
            image: registry.k8s.io/e2e-test-images/agnhost:2.40
            args: [liveness]
            livenessProbe: {httpGet: {path: "/redirect?loc=http%3A%2F%2F0.0.0.0%2F", port: 8080}, failureThreshold: 1, initialDelaySeconds: 5}
        """
      And 25s pass
      Then the events for pod "redirected" include, in this order immediately:
        | at  | type    | reason    | message                                                       | count | last |
        | 20s | Warning | Unhealthy | Liveness probe failed: HTTP probe failed with statuscode: 500 | 1     | 20s  |
        | 20s | Normal  | Killing   | Container app failed liveness probe, will be restarted        | 1     | 20s  |
      And the events for pod "elsewhere" include, in this order immediately:
        | at  | type    | reason       | message                                                                                                     | count | last |
        | 10s | Warning | ProbeWarning | Liveness probe warning: Probe terminated redirects, Response body: <a href="http://0.0.0.0/">Found</a>.\n\n | 2     | 20s  |
      And the status.containerStatuses[0].restartCount of pod "elsewhere" is 0

    Scenario: What a kubelet sends when it asks over HTTP
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: listener}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "while true; do nc -l -p 8080 | tr -d '\\r'; done"]
            lifecycle: {preStop: {httpGet: {path: /stopping, port: 8080}}}
            readinessProbe:
              httpGet: {path: /ready, port: 8080, httpHeaders: [{name: X-Custom-Header, value: Awesome}, {name: Host, value: app.example.com}]}
              periodSeconds: 60
        """
      And 4s pass
      Then pod "listener" has logged immediately:
        """
        GET /ready HTTP/1.1
        Host: app.example.com
        User-Agent: kube-probe/1.36
        Accept: */*
        X-Custom-Header: Awesome
        Connection: close

        GET /ready HTTP/1.1
        Host: app.example.com
        User-Agent: kube-probe/1.36
        Accept: */*
        X-Custom-Header: Awesome
        Connection: close

        """
      And the events for it include, in this order immediately:
        | at | type    | reason    | message                                                         | count |
        | 0s | Warning | Unhealthy | Readiness probe failed: Get "http://10.244.0.2:8080/ready": EOF | 2     |
      When I delete pod "listener"
      And 1s passes
      Then pod "listener" has logged "GET /stopping HTTP/1.1\nHost: 10.244.0.2:8080\nUser-Agent: kube-lifecycle/1.36\nAccept: */*\nAccept-Encoding: gzip\n\n" immediately

    Scenario: A command decides whether the container lives
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: liveness-exec}
        spec:
          containers:
          - name: liveness
            image: busybox
            args: [/bin/sh, -c, touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600]
            livenessProbe: {exec: {command: [cat, /tmp/healthy]}, initialDelaySeconds: 5, periodSeconds: 5}
        """
      And 90s pass
      Then the events for pod "liveness-exec" are, in this order:
        | at  | type    | reason    | message                                                                                      | count | last  |
        | 0s  | Normal  | Scheduled | Successfully assigned default/liveness-exec to node-1                                        | 1     | 0s    |
        | 0s  | Normal  | Pulling   | Pulling image "busybox"                                                                      | 2     | 1m15s |
        | 0s  | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 2     | 1m15s |
        | 0s  | Normal  | Created   | Container created                                                                            | 2     | 1m15s |
        | 0s  | Normal  | Started   | Container started                                                                            | 2     | 1m15s |
        | 35s | Warning | Unhealthy | Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n           | 3     | 45s   |
        | 45s | Normal  | Killing   | Container liveness failed liveness probe, will be restarted                                  | 1     | 45s   |
      And its status.containerStatuses[0].lastState is immediately:
        """yaml
        terminated:
          exitCode: 137
          reason: Error
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:01:15Z"
          containerID: <any>
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:01:15Z"}
        """

    Scenario: A command decides whether it is ready
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: exec-ready}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "sleep 20; touch /tmp/ready; sleep 20; rm /tmp/ready; sleep 3600"]
            readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 5, failureThreshold: 1}
        """
      And 18s pass
      Then the status.conditions[type=Ready] of pod "exec-ready" is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:00Z"
        reason: ContainersNotReady
        message: "containers with unready status: [app]"
        """
      When 12s pass
      Then the status.conditions[type=Ready] of pod "exec-ready" is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:21Z"
        """
      When 20s pass
      Then the status.conditions[type=Ready] of pod "exec-ready" is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:41Z"
        reason: ContainersNotReady
        message: "containers with unready status: [app]"
        """
      And its status.containerStatuses[0].restartCount is 0
      And the events for it are, in this order:
        | at | type    | reason    | message                                                                                      | count | last |
        | 0s | Normal  | Scheduled | Successfully assigned default/exec-ready to node-1                                           | 1     | 0s   |
        | 0s | Normal  | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal  | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal  | Started   | Container started                                                                            | 1     | 0s   |
        | 0s | Warning | Unhealthy | Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory\n            | 8     | 46s  |

    Scenario: A Service sends traffic to ready pods only
      Given the image "app" answers `GET /ready` with 503
      And the image "app" answers `GET /ready` with 200 from 12s on
      And the image "app" answers `GET /ready` with 500 from 40s on
      When I apply "pod-start-and-end/web.yaml"
      And 10s pass
      Then the endpoints of every endpointslice with labels "kubernetes.io/service-name=web" is immediately:
        """yaml
        - addresses: [10.244.0.2]
          conditions: {ready: false, serving: false, terminating: false}
          targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          nodeName: node-1
        """
      And the subsets of endpoints "web" is immediately:
        """yaml
        - notReadyAddresses:
          - ip: 10.244.0.2
            nodeName: node-1
            targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          ports: [{port: 80, protocol: TCP}]
        """
      When 10s pass
      Then the endpoints of every endpointslice with labels "kubernetes.io/service-name=web" is immediately:
        """yaml
        - addresses: [10.244.0.2]
          conditions: {ready: true, serving: true, terminating: false}
          targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          nodeName: node-1
        """
      And the subsets of endpoints "web" is immediately:
        """yaml
        - addresses:
          - ip: 10.244.0.2
            nodeName: node-1
            targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          ports: [{port: 80, protocol: TCP}]
        """
      When 40s pass
      Then the endpoints of every endpointslice with labels "kubernetes.io/service-name=web" is immediately:
        """yaml
        - addresses: [10.244.0.2]
          conditions: {ready: false, serving: false, terminating: false}
          targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          nodeName: node-1
        """
      And the events for pod "web" are, in this order:
        | at  | type    | reason    | message                                                                                   | count | last |
        | 0s  | Normal  | Scheduled | Successfully assigned default/web to node-1                                               | 1     | 0s   |
        | 0s  | Normal  | Pulling   | Pulling image "app"                                                                       | 1     | 0s   |
        | 0s  | Normal  | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s  | Normal  | Created   | Container created                                                                         | 1     | 0s   |
        | 0s  | Normal  | Started   | Container started                                                                         | 1     | 0s   |
        | 0s  | Warning | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 503                            | 4     | 11s  |
        | 41s | Warning | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 500                            | 5     | 56s  |

  Rule: When it ends

    Scenario: Out of the endpoints at once, then the hook, then SIGTERM
      Given the image "app" answers `GET /ready` with 200
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web"
      And 1s passes
      Then pod "web" is Terminating immediately
      And the endpoints of every endpointslice with labels "kubernetes.io/service-name=web" is immediately:
        """yaml
        - addresses: [10.244.0.2]
          conditions: {ready: false, serving: true, terminating: true}
          targetRef: {kind: Pod, namespace: default, name: web, uid: <uuid>}
          nodeName: node-1
        """
      And the subsets of endpoints "web" is absent immediately
      When 2s pass
      Then there is a pod "web" immediately
      When 3s pass
      Then there is no pod "web" immediately
      And the events for pod "web" are, in this order:
        | at | type   | reason    | message                                                                                   |
        | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                               |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. |
        | 0s | Normal | Created   | Container created                                                                         |
        | 0s | Normal | Started   | Container started                                                                         |
        | 1s | Normal | Killing   | Stopping container web                                                                    |

    Scenario: What does not end in time is killed
      Given the image "app" answers `GET /ready` with 200
      And the image "app" ignores SIGTERM
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web"
      Then its metadata.deletionGracePeriodSeconds is 10
      When 10s pass
      Then there is a pod "web" immediately
      When 2s pass
      Then there is no pod "web" immediately
      And the events for pod "web" are, in this order immediately:
        | at | type   | reason    | message                                                                                   | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                         | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                         | 1     | 0s   |
        | 1s | Normal | Killing   | Stopping container web                                                                    | 1     | 1s   |

    Scenario: A hook that does not end in time is cut off, and two seconds are left for SIGTERM
      Given the image "app" ignores SIGTERM
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: slow}
        spec:
          terminationGracePeriodSeconds: 10
          containers:
          - name: app
            image: app
            lifecycle: {preStop: {exec: {command: [sleep, "60"]}}}
        """
      Then pod "slow" is Running
      When I delete pod "slow"
      And 11s pass
      Then there is a pod "slow" immediately
      When 3s pass
      Then there is no pod "slow" immediately
      And the events for pod "slow" are, in this order:
        | at  | type    | reason            | message                                                                                   |
        | 0s  | Normal  | Scheduled         | Successfully assigned default/slow to node-1                                              |
        | 0s  | Normal  | Pulling           | Pulling image "app"                                                                       |
        | 0s  | Normal  | Pulled            | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. |
        | 0s  | Normal  | Created           | Container created                                                                         |
        | 0s  | Normal  | Started           | Container started                                                                         |
        | 1s  | Normal  | Killing           | Stopping container app                                                                    |
        | 13s | Warning | FailedPreStopHook | PreStopHook failed                                                                        |

    Scenario: The command's grace period instead of the manifest's
      Given the image "app" answers `GET /ready` with 200
      And the image "app" ignores SIGTERM
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web" with a grace period of 30s
      Then the metadata.deletionGracePeriodSeconds of pod "web" is 30
      When 30s pass
      Then there is a pod "web" immediately
      When 2s pass
      Then there is no pod "web" immediately
      And the events for pod "web" are, in this order immediately:
        | at | type   | reason    | message                                                                                   | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                         | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                         | 1     | 0s   |
        | 1s | Normal | Killing   | Stopping container web                                                                    | 1     | 1s   |

    Scenario: A later command may only shorten it
      Given the image "app" ignores SIGTERM
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: slow}
        spec:
          terminationGracePeriodSeconds: 60
          containers: [{name: app, image: app}]
        """
      Then pod "slow" is Running
      When I delete pod "slow"
      Then the metadata.deletionTimestamp of pod "slow" is "2026-01-01T00:01:00Z"
      When 2s pass
      And I delete pod "slow" with a grace period of 120s
      Then the metadata.deletionGracePeriodSeconds of pod "slow" is 60
      When I delete pod "slow" with a grace period of 5s
      Then the metadata.deletionGracePeriodSeconds of pod "slow" is 5
      And its metadata.deletionTimestamp is "2026-01-01T00:00:05Z"
      When 5s pass
      Then there is a pod "slow" immediately
      When 2s pass
      Then there is no pod "slow" immediately
      And the events for pod "slow" are, in this order immediately:
        | at | type   | reason    | message                                                                                   | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/slow to node-1                                              | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                         | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                         | 1     | 0s   |
        | 1s | Normal | Killing   | Stopping container app                                                                    | 1     | 1s   |

    Scenario: Without any grace it is gone at once
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Running
      When I delete pod "web" with a grace period of 0s
      Then there is no pod "web" immediately
      When 2s pass
      Then the events for pod "web" are, in this order immediately:
        | at | type   | reason    | message                                                                                   | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/web to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "app"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "app" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                         | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                         | 1     | 0s   |
        | 1s | Normal | Killing   | Stopping container web                                                                    | 1     | 1s   |
