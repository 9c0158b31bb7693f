# Seeds/000, the pages it points to: pod phases and how containers get there, "Configure Pod Initialization", "Attach Handlers to
# Container Lifecycle Events", "Configure Liveness Probes", "Assign Memory Resources", and what containers are given to know.
Feature: The life of pods

  Background:
    Given a cluster

  Rule: Phases

    Scenario Outline: <policy>, exit code <code>: the pod is <phase> in the end
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: task}
        spec:
          restartPolicy: <policy>
          containers:
          - {name: main, image: busybox, command: [sh, -c, "sleep 5; exit <code>"]}
        """
      And 3s pass
      Then the status.phase of pod "task" is "Running" immediately
      When 5s pass
      Then the status.phase of pod "task" is "<phase>" immediately
      And its status.containerStatuses[0].restartCount is <restarts> immediately
      And its status.conditions[type=Ready] matches:
        """yaml
        {status: "<ready>"<why>}
        """
      And the events for pod "task" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count   | last   |
        | 0s | Normal | Scheduled | Successfully assigned default/task to node-1                                                 | 1       | 0s     |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | <count> | <last> |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | <count> | <last> |
        | 0s | Normal | Created   | Container created                                                                            | <count> | <last> |
        | 0s | Normal | Started   | Container started                                                                            | <count> | <last> |

      Examples:
        | policy    | code | phase     | restarts | ready | why                    | count | last |
        | Never     | 0    | Succeeded | 0        | False | , reason: PodCompleted | 1     | 0s   |
        | Never     | 3    | Failed    | 0        | False | , reason: PodFailed    | 1     | 0s   |
        | OnFailure | 0    | Succeeded | 0        | False | , reason: PodCompleted | 1     | 0s   |
        | OnFailure | 3    | Running   | 1        | True  |                        | 2     | 6s   |
        | Always    | 0    | Running   | 1        | True  |                        | 2     | 6s   |

    Scenario: One that ends well and one that does not, to the second
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: good}
        spec:
          restartPolicy: Never
          containers:
          - {name: main, image: busybox, command: [sh, -c, sleep 5]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: bad}
        spec:
          restartPolicy: Never
          containers:
          - {name: main, image: busybox, command: [sh, -c, "sleep 5; exit 3"]}
        """
      And 10s pass
      Then the status.containerStatuses[0].state of pod "good" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:05Z"
          containerID: <any>
        """
      And the status.containerStatuses[0].state of pod "bad" is immediately:
        """yaml
        terminated:
          exitCode: 3
          reason: Error
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:05Z"
          containerID: <any>
        """
      And the status.conditions of pod "bad" is immediately:
        """yaml
        - type: PodReadyToStartContainers
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:07Z"
        - type: Initialized
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: Ready
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:06Z"
          reason: PodFailed
        - type: ContainersReady
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:06Z"
          reason: PodFailed
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And the events for pod "bad" are, in this order:
        | at | type   | reason    | message                                                                                      | count |
        | 0s | Normal | Scheduled | Successfully assigned default/bad to node-1                                                  | 1     |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     |
        | 0s | Normal | Created   | Container created                                                                            | 1     |
        | 0s | Normal | Started   | Container started                                                                            | 1     |

    Scenario: A day of crashes: ten seconds, twenty, forty, up to five minutes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: crashing}
        spec:
          containers:
          - {name: main, image: busybox, command: [sh, -c, "sleep 1; exit 1"]}
        """
      And 10 minutes pass
      Then the status.containerStatuses[0].state of pod "crashing" is immediately:
        """yaml
        waiting:
          reason: CrashLoopBackOff
          message: back-off 5m0s restarting failed container=main pod=crashing_default(<uuid>)
        """
      And its status.containerStatuses[0].restartCount is 6 immediately
      And its status.conditions[type=Ready] is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "False"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:05:40Z"
        reason: ContainersNotReady
        message: "containers with unready status: [main]"
        """
      And the events for pod "crashing" are, in this order immediately:
        | at | type    | reason    | message                                                                                      | count | last  |
        | 0s | Normal  | Scheduled | Successfully assigned default/crashing to node-1                                             | 1     | 0s    |
        | 0s | Normal  | Pulling   | Pulling image "busybox"                                                                      | 7     | 5m39s |
        | 0s | Normal  | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 7     | 5m39s |
        | 0s | Normal  | Created   | Container created                                                                            | 6     | 2m55s |
        | 0s | Normal  | Started   | Container started                                                                            | 6     | 2m55s |
        | 3s | Warning | BackOff   | Back-off restarting failed container main in pod crashing_default(<uuid>)                    | 13    | 9m19s |
      When 24 hours pass
      Then the status.containerStatuses[0].restartCount of pod "crashing" is 292 immediately

  Rule: Init containers

    Scenario: A page is fetched before the web server starts
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: init-demo}
        spec:
          initContainers:
          - name: install
            image: busybox
            command: [sh, -c, "sleep 3; echo '<h1>hello</h1>' > /work-dir/index.html"]
            volumeMounts: [{name: workdir, mountPath: /work-dir}]
          containers:
          - name: nginx
            image: nginx
            ports: [{containerPort: 80}]
            readinessProbe: {httpGet: {path: /index.html, port: 80}, periodSeconds: 1}
            volumeMounts: [{name: workdir, mountPath: /usr/share/nginx/html}]
          volumes:
          - {name: workdir, emptyDir: {}}
        """
      And 2s pass
      Then the status.initContainerStatuses[0].state of pod "init-demo" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        waiting: {reason: PodInitializing}
        """
      When 5s pass
      Then the status.initContainerStatuses[0].state of pod "init-demo" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:03Z"
          containerID: <any>
        """
      And its status.containerStatuses[0].state is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:04Z"}
        """
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
          lastTransitionTime: "2026-01-01T00:00:04Z"
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
      And the events for it are, in this order:
        | at | type   | reason    | message                                                                                      |
        | 0s | Normal | Scheduled | Successfully assigned default/init-demo to node-1                                            |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. |
        | 0s | Normal | Created   | Container created                                                                            |
        | 0s | Normal | Started   | Container started                                                                            |
        | 4s | Normal | Pulling   | Pulling image "nginx"                                                                        |
        | 4s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.  |
        | 4s | Normal | Created   | Container created                                                                            |
        | 4s | Normal | Started   | Container started                                                                            |

  Rule: Probes

    Scenario: A liveness probe whose file is removed after 30 seconds
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: liveness-exec, labels: {test: liveness}}
        spec:
          containers:
          - name: liveness
            image: registry.k8s.io/busybox:1.27.2
            args: [/bin/sh, -c, touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600]
            livenessProbe:
              exec: {command: [cat, /tmp/healthy]}
              initialDelaySeconds: 5
              periodSeconds: 5
        """
      And 30s pass
      Then the events for pod "liveness-exec" are, in this order:
        | at | type   | reason    | message                                                                                                             | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/liveness-exec to node-1                                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "registry.k8s.io/busybox:1.27.2"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "registry.k8s.io/busybox:1.27.2" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                                                   | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                                                   | 1     | 0s   |
      When 5s pass
      Then there is an event "Warning" "Unhealthy" for pod "liveness-exec" with message "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n"
      When 45s pass
      Then the events for pod "liveness-exec" are, in this order:
        | at    | type    | reason    | message                                                                                                             | count | last  |
        | 0s    | Normal  | Scheduled | Successfully assigned default/liveness-exec to node-1                                                               | 1     | 0s    |
        | 0s    | Normal  | Pulling   | Pulling image "registry.k8s.io/busybox:1.27.2"                                                                      | 1     | 0s    |
        | 0s    | Normal  | Pulled    | Successfully pulled image "registry.k8s.io/busybox:1.27.2" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s    |
        | 0s    | Normal  | Created   | Container created                                                                                                   | 2     | 1m15s |
        | 0s    | Normal  | Started   | Container started                                                                                                   | 2     | 1m15s |
        | 35s   | Warning | Unhealthy | Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n                                  | 3     | 45s   |
        | 45s   | Normal  | Killing   | Container liveness failed liveness probe, will be restarted                                                         | 1     | 45s   |
        | 1m15s | Normal  | Pulled    | Container image "registry.k8s.io/busybox:1.27.2" already present on machine and can be accessed by the pod          | 1     | 1m15s |
      And its status.containerStatuses[0].restartCount is 1 immediately

    Scenario: A liveness probe over HTTP that fails after ten seconds
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: liveness-http, labels: {test: liveness}}
        spec:
          containers:
          - name: liveness
            image: registry.k8s.io/e2e-test-images/agnhost:2.40
            args: [liveness]
            livenessProbe:
              httpGet: {path: /healthz, port: 8080, httpHeaders: [{name: Custom-Header, value: Awesome}]}
              initialDelaySeconds: 3
              periodSeconds: 3
        """
      And 40s pass
      Then the events for pod "liveness-http" are, in this order:
        | at  | type    | reason    | message                                                                                                                            | count | last |
        | 0s  | Normal  | Scheduled | Successfully assigned default/liveness-http to node-1                                                                              | 1     | 0s   |
        | 0s  | Normal  | Pulling   | Pulling image "registry.k8s.io/e2e-test-images/agnhost:2.40"                                                                       | 1     | 0s   |
        | 0s  | Normal  | Pulled    | Successfully pulled image "registry.k8s.io/e2e-test-images/agnhost:2.40" in 0s (0s including waiting). Image size: 53000000 bytes. | 1     | 0s   |
        | 0s  | Normal  | Created   | Container created                                                                                                                  | 3     | 36s  |
        | 0s  | Normal  | Started   | Container started                                                                                                                  | 3     | 36s  |
        | 12s | Warning | Unhealthy | Liveness probe failed: HTTP probe failed with statuscode: 500                                                                      | 6     | 36s  |
        | 18s | Normal  | Killing   | Container liveness failed liveness probe, will be restarted                                                                        | 2     | 36s  |
        | 18s | Normal  | Pulled    | Container image "registry.k8s.io/e2e-test-images/agnhost:2.40" already present on machine and can be accessed by the pod           | 2     | 36s  |
      And its status.containerStatuses[0].restartCount is 2 immediately
      And its status.containerStatuses[0].state is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:36Z"}
        """

    Scenario: A startup probe holds the others back until the program is up
      Given the image "slow" starts after 25s
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: slow}
        spec:
          containers:
          - name: app
            image: slow
            startupProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 30}
            livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 1}
            readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}
        """
      And 28s pass
      Then the status.containerStatuses[0].started of pod "slow" is false immediately
      When 5s pass
      Then the status.containerStatuses[0].started of pod "slow" is true immediately
      And its status.conditions[type=Ready] is immediately:
        """yaml
        type: Ready
        observedGeneration: 1
        status: "True"
        lastProbeTime: null
        lastTransitionTime: "2026-01-01T00:00:30Z"
        """
      And its status.containerStatuses[0].restartCount is 0
      And the events for it are, in this order:
        | at  | type    | reason    | message                                                                                    | count | last |
        | 0s  | Normal  | Scheduled | Successfully assigned default/slow to node-1                                               | 1     | 0s   |
        | 0s  | Normal  | Pulling   | Pulling image "slow"                                                                       | 1     | 0s   |
        | 0s  | Normal  | Pulled    | Successfully pulled image "slow" in 0s (0s including waiting). Image size: 70000000 bytes. | 1     | 0s   |
        | 0s  | Normal  | Created   | Container created                                                                          | 1     | 0s   |
        | 0s  | Normal  | Started   | Container started                                                                          | 1     | 0s   |
        | 10s | Warning | Unhealthy | Startup probe failed: dial tcp 10.244.0.2:80: connect: connection refused                  | 2     | 20s  |

  Rule: Limits

    Scenario: Killed for taking more memory than it may
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: memory-demo-2}
        spec:
          containers:
          - name: memory-demo-2-ctr
            image: polinux/stress
            resources:
              requests: {memory: 50Mi}
              limits: {memory: 100Mi}
            command: [stress]
            args: [--vm, "1", --vm-bytes, 250M, --vm-hang, "1"]
        """
      And 10s pass
      Then the status.qosClass of pod "memory-demo-2" is "Burstable"
      And its status.containerStatuses[0].state is immediately:
        """yaml
        waiting:
          reason: CrashLoopBackOff
          message: back-off 10s restarting failed container=memory-demo-2-ctr pod=memory-demo-2_default(<uuid>)
        """
      And its status.containerStatuses[0].lastState is immediately:
        """yaml
        terminated:
          exitCode: 137
          reason: OOMKilled
          startedAt: "2026-01-01T00:00:01Z"
          finishedAt: "2026-01-01T00:00:01Z"
          containerID: <any>
        """
      And the events for it are, in this order:
        | at | type    | reason    | message                                                                                             | count |
        | 0s | Normal  | Scheduled | Successfully assigned default/memory-demo-2 to node-1                                               | 1     |
        | 0s | Normal  | Pulling   | Pulling image "polinux/stress"                                                                      | 2     |
        | 0s | Normal  | Pulled    | Successfully pulled image "polinux/stress" in 0s (0s including waiting). Image size: 4000000 bytes. | 2     |
        | 0s | Normal  | Created   | Container created                                                                                   | 2     |
        | 0s | Normal  | Started   | Container started                                                                                   | 2     |
        | 2s | Warning | BackOff   | Back-off restarting failed container memory-demo-2-ctr in pod memory-demo-2_default(<uuid>)         | 2     |

    Scenario: Below its limit it runs, and its status says what it has
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: memory-demo}
        spec:
          containers:
          - name: memory-demo-ctr
            image: polinux/stress
            resources:
              requests: {memory: 100Mi, cpu: 500m}
              limits: {memory: 200Mi, cpu: "1"}
            command: [stress]
            args: [--vm, "1", --vm-bytes, 150M, --vm-hang, "1"]
        """
      Then pod "memory-demo" is Running for 10 minutes
      And container "memory-demo-ctr" of pod "memory-demo" has restarted 0 times
      And the status.containerStatuses[0].resources of pod "memory-demo" is:
        """yaml
        limits: {cpu: "1", memory: 200Mi}
        requests: {cpu: 500m, memory: 100Mi}
        """
      And its status.containerStatuses[0].allocatedResources is:
        """yaml
        {cpu: 500m, memory: 100Mi}
        """
      And the status.containerStatuses[0].state of pod "memory-demo" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "memory-demo" are, in this order immediately:
        | at | type   | reason    | message                                                                                             | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/memory-demo to node-1                                                 | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "polinux/stress"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "polinux/stress" in 0s (0s including waiting). Image size: 4000000 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                                   | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                                   | 1     | 0s   |

    Scenario: More than a node has is never placed
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: memory-demo-3}
        spec:
          containers:
          - name: memory-demo-3-ctr
            image: polinux/stress
            resources:
              requests: {memory: 1000Gi}
              limits: {memory: 1000Gi}
        """
      Then the status.conditions of pod "memory-demo-3" is:
        """yaml
        - type: PodScheduled
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: Unschedulable
          message: "0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
        """
      And the events for pod "memory-demo-3" are, in this order immediately:
        | at | type    | reason           | message                                                                                                                                                       | count | last |
        | 0s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling. | 1     | 0s   |
      And pod "memory-demo-3" is Pending for 1h

    Scenario: Signals: SIGTERM is heard, or SIGKILL comes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: polite}
        spec:
          terminationGracePeriodSeconds: 20
          containers:
          - {name: main, image: busybox, command: [sh, -c, 'trap "exit 0" TERM; while true; do sleep 1; done']}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: deaf}
        spec:
          terminationGracePeriodSeconds: 20
          containers:
          - {name: main, image: busybox, command: [sleep, "100000"]}
        """
      Then pod "polite" is Running
      And pod "deaf" is Running
      When I delete pod "polite"
      And I delete pod "deaf"
      And 4s pass
      Then there is no pod "polite" immediately
      When 16s pass
      Then there is a pod "deaf" immediately
      When 3s pass
      Then there is no pod "deaf" immediately
      And the events for pod "polite" include, in this order:
        | at | type   | reason  | message                 |
        | 1s | Normal | Killing | Stopping container main |

    Scenario: How it ended is written down before it is gone
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: deaf, finalizers: [example.com/look]}
        spec:
          terminationGracePeriodSeconds: 5
          containers:
          - {name: main, image: busybox, command: [sleep, "100000"]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: polite, finalizers: [example.com/look]}
        spec:
          terminationGracePeriodSeconds: 5
          containers:
          - {name: main, image: busybox, command: [sh, -c, 'trap "exit 0" TERM; while true; do sleep 1; done']}
        """
      And 2s pass
      And I delete all pods
      And 10s pass
      Then the status.phase of pod "deaf" is "Failed" immediately
      And its status.containerStatuses[0].state is immediately:
        """yaml
        terminated:
          exitCode: 137
          reason: Error
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:07Z"
          containerID: <any>
        """
      And the status.phase of pod "polite" is "Succeeded" immediately
      And its status.containerStatuses[0].state is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:02Z"
          containerID: <any>
        """
      And the events for pod "deaf" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/deaf to node-1                                                 | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
        | 2s | Normal | Killing   | Stopping container main                                                                      | 1     | 2s   |
      And the events for pod "polite" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/polite to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
        | 2s | Normal | Killing   | Stopping container main                                                                      | 1     | 2s   |

  Rule: What containers are given to know

    Scenario: Configuration as environment and as files
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: special-config}
        data: {special.how: very, special.type: charm}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: mysecret}
        stringData: {username: admin, password: "s3cret"}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dapi-test-pod}
        spec:
          restartPolicy: Never
          containers:
          - name: test
            image: busybox
            command: [/bin/sh, -c, 'echo "$(SPECIAL_LEVEL_KEY) $USERNAME $PRE_password"; ls /etc/config; cat /etc/config/special.type; echo; cat /etc/foo/my-group/my-username; echo; ls -l /etc/foo/my-group | cut -c1-10']
            env:
            - {name: SPECIAL_LEVEL_KEY, valueFrom: {configMapKeyRef: {name: special-config, key: special.how}}}
            - {name: USERNAME, valueFrom: {secretKeyRef: {name: mysecret, key: username}}}
            envFrom:
            - {prefix: PRE_, secretRef: {name: mysecret}}
            volumeMounts:
            - {name: config, mountPath: /etc/config}
            - {name: foo, mountPath: /etc/foo, readOnly: true}
          volumes:
          - {name: config, configMap: {name: special-config}}
          - {name: foo, secret: {secretName: mysecret, items: [{key: username, path: my-group/my-username}]}}
        """
      Then pod "dapi-test-pod" is Succeeded
      And it has logged:
        """
        very admin s3cret
        special.how
        special.type
        charm
        admin
        total 0
        -rw-r--r--
        """
      And the status.containerStatuses[0].state of pod "dapi-test-pod" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:01Z"
          containerID: <any>
        """
      And the events for pod "dapi-test-pod" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/dapi-test-pod to node-1                                        | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |

    Scenario: Files follow their ConfigMap, the environment does not
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: game}
        data: {lives: "3"}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: player}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sh, -c, 'while true; do echo "$LIVES $(cat /etc/game/lives)"; sleep 60; done']
            env: [{name: LIVES, valueFrom: {configMapKeyRef: {name: game, key: lives}}}]
            volumeMounts: [{name: game, mountPath: /etc/game}]
          volumes: [{name: game, configMap: {name: game}}]
        """
      And pod "player" is Running
      When I patch configmap "game" with:
        """yaml
        data: {lives: "5"}
        """
      And 130s pass
      Then pod "player" has logged:
        """
        3 3
        3 3
        3 5
        """
      And the status.containerStatuses[0].state of pod "player" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "player" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/player to node-1                                               | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |

    Scenario Outline: A pod that names a <kind> nobody has made
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: waits}
        spec:
          containers:
          - name: app
            image: nginx
            env: [{name: A, valueFrom: {<reference>: {name: missing, key: a}}}]
        """
      And 5s pass
      Then the status.containerStatuses[0].state of pod "waits" is immediately:
        """yaml
        waiting: {reason: CreateContainerConfigError, message: <kind> "missing" not found}
        """
      And the events for it are, in this order:
        | at | type    | reason    | message                                                                                     |
        | 0s | Normal  | Scheduled | Successfully assigned default/waits to node-1                                               |
        | 0s | Normal  | Pulling   | Pulling image "nginx"                                                                       |
        | 0s | Normal  | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
        | 0s | Warning | Failed    | Error: <kind> "missing" not found                                                           |

      Examples:
        | kind      | reference       |
        | configmap | configMapKeyRef |
        | secret    | secretKeyRef    |

    Scenario: What a pod knows of itself, in files that follow its labels
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: kubernetes-downwardapi-volume-example
          labels: {zone: us-est-coast, cluster: test-cluster1, rack: rack-22}
          annotations: {build: two, builder: john-doe}
        spec:
          containers:
          - name: client-container
            image: registry.k8s.io/busybox:1.27.2
            command: [sh, -c]
            args:
            - while true; do
                cat /etc/podinfo/labels; echo; cat /etc/podinfo/cpu_limit; echo;
                sleep 100;
              done;
            resources: {limits: {cpu: 500m}}
            volumeMounts: [{name: podinfo, mountPath: /etc/podinfo}]
          volumes:
          - name: podinfo
            downwardAPI:
              items:
              - {path: labels, fieldRef: {fieldPath: metadata.labels}}
              - {path: cpu_limit, resourceFieldRef: {containerName: client-container, resource: limits.cpu, divisor: 1m}}
        """
      And 2s pass
      And I label pod "kubernetes-downwardapi-volume-example" with rack=rack-23
      And 120s pass
      Then it has logged:
        """
        cluster="test-cluster1"
        rack="rack-22"
        zone="us-est-coast"
        500
        cluster="test-cluster1"
        rack="rack-23"
        zone="us-est-coast"
        500
        """
      And the status.containerStatuses[0].state of pod "kubernetes-downwardapi-volume-example" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:00:00Z"}
        """
      And the events for pod "kubernetes-downwardapi-volume-example" are, in this order immediately:
        | at | type   | reason    | message                                                                                                             | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/kubernetes-downwardapi-volume-example to node-1                                       | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "registry.k8s.io/busybox:1.27.2"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "registry.k8s.io/busybox:1.27.2" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                                                   | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                                                   | 1     | 0s   |

    Scenario: Containers of a pod share its address and its volumes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: two-containers}
        spec:
          restartPolicy: Never
          volumes: [{name: shared-data, emptyDir: {}}]
          containers:
          - name: nginx-container
            image: nginx
            volumeMounts: [{name: shared-data, mountPath: /usr/share/nginx/html}]
          - name: busybox-container
            image: busybox
            volumeMounts: [{name: shared-data, mountPath: /pod-data}]
            command: [/bin/sh, -c, "echo Hello from the busybox container > /pod-data/index.html; sleep 2; wget -q -O- localhost; hostname -i"]
        """
      And 5s pass
      Then container "busybox-container" of pod "two-containers" is Terminated with exit code 0
      And container "nginx-container" of it is Running
      And container "busybox-container" of it has logged:
        """
        Hello from the busybox container
        10.244.0.2
        """
      And the status.podIP of pod "two-containers" is "10.244.0.2"
      And the status.containerStatuses[0].state of pod "two-containers" is immediately:
        """yaml
        terminated:
          exitCode: 0
          reason: Completed
          startedAt: "2026-01-01T00:00:00Z"
          finishedAt: "2026-01-01T00:00:02Z"
          containerID: <any>
        """
      And the events for pod "two-containers" are, in this order immediately:
        | at | type   | reason    | message                                                                                      | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/two-containers to node-1                                       | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                        | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.  | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "busybox"                                                                      | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "busybox" in 0s (0s including waiting). Image size: 2223685 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                            | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                            | 1     | 0s   |
