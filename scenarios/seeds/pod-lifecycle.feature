Feature: The life of pods

  Background:
    Given a cluster

  Scenario: A pod that ends well, and one that does not
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
    Then pod "good" is Succeeded
    And pod "bad" is Failed
    And container "main" of it is Terminated with reason "Error" and exit code 3

  Scenario: Init containers run one after the other before the rest
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
    Then container "nginx" of pod "init-demo" is Waiting with reason "PodInitializing"
    And pod "init-demo" is Ready
    And container "install" of it is Terminated with reason "Completed" and exit code 0

  Scenario: Hooks after the start and before the end
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
              exec: {command: [/bin/sh, -c, echo Hello from the postStart handler > /proc/1/fd/1]}
            preStop:
              exec: {command: [/bin/sh, -c, "nginx -s quit; while killall -0 nginx; do sleep 1; done"]}
      """
    Then pod "lifecycle-demo" is Running
    And it has logged "Hello from the postStart handler"

  Scenario: A hook after the start that fails
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hooked}
      spec:
        terminationGracePeriodSeconds: 2
        containers:
        - name: main
          image: nginx
          lifecycle: {postStart: {exec: {command: [sh, -c, exit 1]}}}
      """
    Then there is an event "Warning" "FailedPostStartHook" for pod "hooked"
    And container "main" of pod "hooked" is Waiting with reason "CrashLoopBackOff"

  Scenario: A liveness probe whose file is removed after 30 seconds
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: liveness-exec}
      spec:
        terminationGracePeriodSeconds: 5
        containers:
        - name: liveness
          image: busybox:1.27.2
          args: [/bin/sh, -c, touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600]
          livenessProbe:
            exec: {command: [cat, /tmp/healthy]}
            initialDelaySeconds: 5
            periodSeconds: 5
      """
    Then pod "liveness-exec" is Running
    And container "liveness" of it has restarted 1 times within 1m
    And there is an event "Warning" "Unhealthy" for pod "liveness-exec" with message "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n"
    And there is an event "Killing" for pod "liveness-exec" with message "Container liveness failed liveness probe, will be restarted"

  Scenario: A liveness probe over HTTP that fails after ten seconds
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: liveness-http}
      spec:
        containers:
        - name: liveness
          image: registry.k8s.io/e2e-test-images/agnhost:2.40
          args: [liveness]
          livenessProbe:
            httpGet: {path: /healthz, port: 8080}
            initialDelaySeconds: 3
            periodSeconds: 3
      """
    Then container "liveness" of pod "liveness-http" has restarted at least once
    And there is an event "Warning" "Unhealthy" for pod "liveness-http" with message "Liveness probe failed: HTTP probe failed with statuscode: 500"

  Scenario: Killed for taking more memory than allowed
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
    Then container "memory-demo-2-ctr" of pod "memory-demo-2" is Terminated with reason "OOMKilled" and exit code 137
    And container "memory-demo-2-ctr" of it is Waiting with reason "CrashLoopBackOff"

  Scenario: SIGTERM is heard, or SIGKILL comes
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
    Then there is no pod "polite" within 3s
    When 15s pass
    Then there is a pod "deaf" immediately
    And there is no pod "deaf" within 5s

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
      stringData: {username: admin}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: dapi-test-pod}
      spec:
        restartPolicy: Never
        containers:
        - name: test
          image: busybox
          command: [/bin/sh, -c, 'echo "$(SPECIAL_LEVEL_KEY) $USERNAME"; ls /etc/config; cat /etc/config/special.type; echo; cat /etc/foo/username']
          env:
          - {name: SPECIAL_LEVEL_KEY, valueFrom: {configMapKeyRef: {name: special-config, key: special.how}}}
          - {name: USERNAME, valueFrom: {secretKeyRef: {name: mysecret, key: username}}}
          volumeMounts:
          - {name: config, mountPath: /etc/config}
          - {name: foo, mountPath: /etc/foo, readOnly: true}
        volumes:
        - {name: config, configMap: {name: special-config}}
        - {name: foo, secret: {secretName: mysecret}}
      """
    Then pod "dapi-test-pod" is Succeeded
    And it has logged:
      """
      very admin
      special.how
      special.type
      charm
      admin
      """
