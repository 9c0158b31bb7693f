# From the notes of an evening on Kubernetes in depth (2018): what can be done when a Pod starts and when it ends.
Feature: How pods start and end

  Background:
    Given a cluster

  Rule: While it is Pending, init containers run

    Scenario: Phases and conditions, moment by moment
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: nginx}
        """
      Then pod "web" is Pending
      And its status.conditions[type=PodScheduled].status is "True"
      And its status.conditions[type=PodReadyToStartContainers].status is "True" within 1s
      And pod "web" is Running within 1s
      And its status.conditions[type=Initialized].status is "True" immediately
      And its status.conditions[type=ContainersReady].status is "True" immediately
      And its status.conditions[type=Ready].status is "True" immediately
      And the events for it are, in this order:
        | type   | reason    | message                                                                                     |
        | Normal | Scheduled | Successfully assigned default/web to node-1                                                 |
        | Normal | Pulling   | Pulling image "nginx"                                                                       |
        | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
        | Normal | Created   | Container created                                                                           |
        | Normal | Started   | Container started                                                                           |

    Scenario: Two that wait for services, one after the other
      When I apply "pod-start-and-end/myapp.yaml"
      And 30s pass
      Then pod "myapp-pod" is Pending immediately
      And container "init-myservice" of it is Running
      And container "init-mydb" of it is Waiting with reason "PodInitializing"
      And container "myapp-container" of it is Waiting with reason "PodInitializing"
      And its status.conditions[type=Initialized] matches:
        """yaml
        status: "False"
        reason: ContainersNotInitialized
        message: "containers with incomplete status: [init-myservice init-mydb]"
        """
      And container "init-myservice" of it has logged "waiting for myservice"
      When I apply "pod-start-and-end/services.yaml"
      Then pod "myapp-pod" is Running within 10s
      And container "init-myservice" of it is Terminated with reason "Completed" and exit code 0
      And container "init-mydb" of it is Terminated with reason "Completed" and exit code 0
      And it has logged "The app is running!"

  Rule: While it runs, hooks and probes

    Scenario: Hooks over HTTP
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
      And there is no event "Warning" "FailedPreStopHook"

    Scenario: A hook over HTTP that nobody answers; what is answered does not matter
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
      Then pod "told" is Running
      And there is an event "Warning" "FailedPostStartHook" for pod "hooked" with message "PostStartHook failed"
      And there is an event "Normal" "Killing" for pod "hooked" with message "FailedPostStartHook"

    Scenario: TCP probes: ready once the port is open, restarted when it never opens
      Given the image "registry.k8s.io/goproxy:0.1" listens on port 8080
      When I apply "pod-start-and-end/tcp-probes.yaml"
      And 14s pass
      Then pod "goproxy" is not Ready immediately
      And it is Ready within 10s
      And it is never Failed
      And container "goproxy" of it has restarted 0 times

    Scenario: TCP probes of a program that listens elsewhere
      Given the image "registry.k8s.io/goproxy:0.1" listens on port 9090
      When I apply "pod-start-and-end/tcp-probes.yaml"
      Then there is an event "Warning" "Unhealthy" for pod "goproxy" with message matching "^Liveness probe failed: dial tcp 10\.244\.0\.[0-9]+:8080: connect: connection refused$"
      And there is an event "Warning" "Unhealthy" for pod "goproxy" with message matching "^Readiness probe failed: dial tcp 10\.244\.0\.[0-9]+:8080: connect: connection refused$"
      And there is an event "Normal" "Killing" for pod "goproxy" with message "Container goproxy failed liveness probe, will be restarted"
      And container "goproxy" of pod "goproxy" has restarted 1 times within 90s

    Scenario: A command decides about readiness
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
      And 15s pass
      Then pod "exec-ready" is not Ready immediately
      And it is Ready within 15s
      And it is not Ready within 30s
      And container "app" of it has restarted 0 times
      And there is an event "Warning" "Unhealthy" for it with message "Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory\n"

    Scenario: A Service sends traffic to ready pods only
      Given the image "app" answers `GET /ready` with 503
      And the image "app" answers `GET /ready` with 200 from 12s on
      And the image "app" answers `GET /ready` with 500 from 40s on
      When I apply "pod-start-and-end/web.yaml"
      And 10s pass
      Then every endpointslice with labels "kubernetes.io/service-name=web" matches:
        """yaml
        endpoints:
        - conditions: {ready: false, serving: false, terminating: false}
        """
      When 10s pass
      Then every endpointslice with labels "kubernetes.io/service-name=web" matches:
        """yaml
        endpoints:
        - conditions: {ready: true, serving: true, terminating: false}
        """
      When 35s pass
      Then every endpointslice with labels "kubernetes.io/service-name=web" matches:
        """yaml
        endpoints:
        - conditions: {ready: false, serving: false, terminating: false}
        """
      And the events for pod "web" include, in this order:
        | type    | reason    | message                                                        |
        | Warning | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 503 |
        | Warning | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 500 |

  Rule: When it ends

    Scenario: Out of the endpoints at once, then the hook, then SIGTERM
      Given the image "app" answers `GET /ready` with 200
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web"
      Then pod "web" is Terminating immediately
      And every endpointslice with labels "kubernetes.io/service-name=web" matches:
        """yaml
        endpoints:
        - conditions: {ready: false, serving: true, terminating: true}
        """
      When 3s pass
      Then there is a pod "web" immediately
      And there is an event "Normal" "Killing" for pod "web" with message "Stopping container web"
      When 3s pass
      Then there is no pod "web" immediately

    Scenario: What does not end in time is killed
      Given the image "app" answers `GET /ready` with 200
      And the image "app" ignores SIGTERM
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web"
      And 9s pass
      Then there is a pod "web" immediately
      And there is no pod "web" within 3s

    Scenario: The command's grace period instead of the manifest's
      Given the image "app" answers `GET /ready` with 200
      And the image "app" ignores SIGTERM
      When I apply "pod-start-and-end/web.yaml"
      Then pod "web" is Ready
      When I delete pod "web" with a grace period of 30s
      Then the metadata.deletionGracePeriodSeconds of pod "web" is 30
      When 28s pass
      Then there is a pod "web" immediately
      And there is no pod "web" within 4s
