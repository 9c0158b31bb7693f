Feature: What images of the documentation do
  Texts are those of the images' own sources; what depends on a version, a process id or chance is left out by the simulation.

  Background:
    Given a cluster

  Scenario: nginx logs every request, a probe's too, and names its version as its tag does
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        containers:
          - name: nginx
            image: nginx:1.14.2
            livenessProbe:
              httpGet: {path: /healthz, port: 80}
              periodSeconds: 10
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """
    Then pod "web" is Ready
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: client}
      spec:
        restartPolicy: Never
        containers:
          - name: client
            image: curlimages/curl
            args: [-s, http://web/nope]
      """
    Then pod "client" is Succeeded
    And pod "client" has logged "<hr><center>nginx/1.14.2</center>"
    And container "nginx" of pod "web" has logged:
      """
      10.244.0.3 - - [01/Jan/2026:00:00:01 +0000] "GET /nope HTTP/1.1" 404 153 "-" "curl" "-"
      10.244.0.1 - - [01/Jan/2026:00:00:10 +0000] "GET /healthz HTTP/1.1" 404 153 "-" "kube-probe/1.36" "-"
      """

  Scenario: agnhost netexec
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello-node}
      spec:
        restartPolicy: Never
        containers:
          - name: agnhost
            image: registry.k8s.io/e2e-test-images/agnhost:2.53
            command: [/agnhost, netexec, --http-port=8080]
            lifecycle:
              postStart:
                httpGet: {path: "/exit?code=3&wait=5s", port: 8080}
      """
    Then pod "hello-node" is Failed
    And its status.containerStatuses[0].state.terminated.exitCode is 3
    And container "agnhost" of it has logged:
      """
      I0101 00:00:00.700000       1 log.go:245] Started HTTP server on port 8080
      I0101 00:00:00.700000       1 log.go:245] Started UDP server on port  8081
      I0101 00:00:00.700000       1 log.go:245] GET /exit?code=3&timeout=&wait=5s
      I0101 00:00:00.700000       1 log.go:245] Will begin shutdown in 5s, allowing 0s for connections to close, then will exit with 3
      """

  Scenario: kubernetes-bootcamp counts its requests, and is deaf to SIGTERM
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: bootcamp}
      spec:
        containers:
          - name: kubernetes-bootcamp
            image: gcr.io/google-samples/kubernetes-bootcamp:v1
            readinessProbe:
              exec: {command: [curl, -s, "http://localhost:8080"]}
      """
    Then pod "bootcamp" is Ready
    And container "kubernetes-bootcamp" of it has logged:
      """
      Kubernetes Bootcamp App Started At: 2026-01-01T00:00:00.700Z | Running On:  bootcamp 

      Running On: bootcamp | Total Requests: 1 | App Uptime: 0.1 seconds | Log Time: 2026-01-01T00:00:00.800Z
      """
    When I delete pod "bootcamp"
    And 29 seconds pass
    Then pod "bootcamp" exists immediately
    And pod "bootcamp" does not exist within 5s

  Scenario Outline: A database without a password does not start: <image>
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: without}
      spec:
        containers:
          - {name: db, image: "<image>"}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: with}
      spec:
        containers:
          - name: db
            image: "<image>"
            env:
              - {name: <variable>, value: secret}
      """
    Then container "db" of pod "without" is Waiting with reason "CrashLoopBackOff"
    And its status.containerStatuses[0].lastState.terminated.exitCode is 1
    And pod "without" has logged "<problem>"
    And pod "with" is Running for 5 minutes
    And container "db" of pod "with" has restarted 0 times

    Examples:
      | image    | variable              | problem                                                                                                         |
      | mysql:9  | MYSQL_ROOT_PASSWORD   | +00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified                     |
      | mariadb  | MARIADB_ROOT_PASSWORD | You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD |
      | postgres | POSTGRES_PASSWORD     | Error: Database is uninitialized and superuser password is not specified.                                       |

  Scenario: redis is configured by a ConfigMap and keeps a queue
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: example-redis-config}
      data:
        redis-config: |
          maxmemory 2mb
          maxmemory-policy allkeys-lru
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: redis, labels: {app: redis}}
      spec:
        containers:
          - name: redis
            image: redis:8.0.2
            command: [redis-server, /redis-master/redis.conf]
            ports: [{containerPort: 6379}]
            volumeMounts: [{mountPath: /redis-master, name: config}]
            readinessProbe:
              exec: {command: [redis-cli, ping]}
        volumes:
          - name: config
            configMap:
              name: example-redis-config
              items: [{key: redis-config, path: redis.conf}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: redis}
      spec: {selector: {app: redis}, ports: [{port: 6379}]}
      """
    Then pod "redis" is Ready
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: temp}
      spec:
        restartPolicy: Never
        containers:
          - name: temp
            image: redis
            command:
              - sh
              - -c
              - |
                redis-cli -h redis config get maxmemory
                redis-cli -h redis --no-raw config get maxmemory-policy
                redis-cli -h redis rpush job2 apple banana cherry
                redis-cli -h redis lrange job2 0 -1
                redis-cli -h elsewhere ping
      """
    Then pod "temp" is Failed
    And container "temp" of it has logged:
      """
      maxmemory
      2097152
      1) "maxmemory-policy"
      2) "allkeys-lru"
      3
      apple
      banana
      cherry
      Could not connect to Redis at elsewhere:6379: Name or service not known
      """

  Scenario: An image that gives its user by name cannot be known not to be root
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: curl}
      spec:
        securityContext: {runAsNonRoot: true}
        containers:
          - {name: curl, image: curlimages/curl, args: [http://web]}
      """
    Then container "curl" of pod "curl" is Waiting with reason "CreateContainerConfigError"
    And its status.containerStatuses[0].state.waiting.message contains "container has runAsNonRoot and image has non-numeric user (curl_user), cannot verify user is non-root"

  Scenario: nginx asks another Service as its configuration says, and does not start before that has a name
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: frontend}
      data:
        frontend.conf: |
          upstream Backend {
              server hello;
          }
          server {
              listen 80;
              location / {
                  proxy_pass http://Backend;
              }
          }
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: frontend}
      spec:
        containers:
          - name: nginx
            image: nginx:1.27.5
            volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]
            readinessProbe: {httpGet: {path: /, port: 80}}
        volumes:
          - {name: conf, configMap: {name: frontend}}
      """
    Then container "nginx" of pod "frontend" is Waiting with reason "CrashLoopBackOff"
    And container "nginx" of it has logged:
      """
      <any> [emerg] 1#1: host not found in upstream "hello" in /etc/nginx/conf.d/frontend.conf:2
      nginx: [emerg] host not found in upstream "hello" in /etc/nginx/conf.d/frontend.conf:2
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: hello}
      spec: {selector: {app: hello}, ports: [{port: 80}]}
      """
    Then there is an event "Warning" "Unhealthy" for pod "frontend" with message "Readiness probe failed: HTTP probe failed with statuscode: 502"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hello, labels: {app: hello}}
      spec:
        containers:
          - {name: hello, image: "gcr.io/google-samples/hello-go-gke:1.0"}
      """
    Then pod "frontend" is Ready within 5m

  Scenario: echoserver tells what it was asked, and by whom
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: source-ip-app, labels: {app: source-ip-app}}
      spec:
        containers:
          - {name: echoserver, image: "registry.k8s.io/echoserver:1.10"}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: clusterip}
      spec: {selector: {app: source-ip-app}, ports: [{port: 80, targetPort: 8080}]}
      """
    Then pod "source-ip-app" is Ready
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: busybox}
      spec:
        restartPolicy: Never
        containers:
          - {name: busybox, image: "busybox:1.28", command: [wget, -qO, "-", http://clusterip]}
      """
    Then pod "busybox" is Succeeded
    And container "busybox" of it has logged:
      """


      Hostname: source-ip-app

      Pod Information:
      	-no pod information available-

      Server values:
      	server_version=nginx: 1.13.3 - lua: 10008

      Request Information:
      	client_address=10.244.0.3
      	method=GET
      	real path=/
      	query=
      	request_version=1.1
      	request_scheme=http
      	request_uri=http://clusterip:8080/

      Request Headers:
      	connection=close
      	host=clusterip
      	user-agent=Wget

      Request Body:
      	-no body in request-

      """

  Scenario: The names of a StatefulSet's pods, asked for with busybox as the tutorial has it
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: nginx, labels: {app: nginx}}
      spec: {clusterIP: None, selector: {app: nginx}, ports: [{port: 80, name: web}]}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: web}
      spec:
        serviceName: nginx
        replicas: 2
        selector: {matchLabels: {app: nginx}}
        template:
          metadata: {labels: {app: nginx}}
          spec:
            containers:
              - name: nginx
                image: registry.k8s.io/nginx-slim:0.21
                lifecycle:
                  postStart:
                    exec: {command: [sh, -c, 'echo "$(hostname)" > /usr/share/nginx/html/index.html']}
                readinessProbe:
                  exec: {command: [sh, -c, 'curl -s http://localhost/ | grep -q "^$(hostname)$"']}
      """
    Then the status.readyReplicas of stateful set "web" is 2
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: dns-test}
      spec:
        restartPolicy: Never
        containers:
          - name: dns-test
            image: busybox:1.28
            command: [sh, -c, nslookup web-0.nginx; nslookup web-2.nginx; wget -qO- web-1.nginx]
      """
    Then pod "dns-test" is Succeeded
    And container "dns-test" of it has logged:
      """
      Server:    10.96.0.10
      Address 1: 10.96.0.10

      Name:      web-0.nginx
      Address 1: <ip> web-0.nginx.default.svc.cluster.local
      Server:    10.96.0.10
      Address 1: 10.96.0.10

      nslookup: can't resolve 'web-2.nginx'
      web-1
      """
