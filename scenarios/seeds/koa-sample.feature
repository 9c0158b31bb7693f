# Seeds/003, hands-on 2: a Node.js application and its MySQL database, with a PersistentVolume on a path of the node, a Secret, a
# default backend and an Ingress controller on a labelled node. The API versions of 2017 are gone: apps/v1beta1 is apps/v1 today,
# extensions/v1beta1 is networking.k8s.io/v1.
Feature: A web application with a database

  Background:
    Given a cluster with nodes:
      | name         |
      | 172.17.8.102 |
      | 172.17.8.103 |
    And the image "cndjp/koa-sample-db:0.1" starts after 10s
    And the image "cndjp/koa-sample-ap:0.1" answers `GET /` with 200
    And the image "gcr.io/google_containers/defaultbackend:1.0" answers `GET /healthz` with 200
    And the image "gcr.io/google_containers/nginx-ingress-controller:0.8.3" answers `GET /healthz` with 200

  Rule: The database

    Scenario: The claim finds the volume on a path of the node, the pod finds both
      When I create "koa-sample/db-pv-hostpath.yaml"
      Then persistentvolume "mysql-hostpath-pv" is Available
      When I create "koa-sample/db-secret.yaml"
      And I create "koa-sample/db-deployment.yaml"
      Then persistentvolumeclaim "mysql-pv-claim" is Bound
      And the status of persistentvolumeclaim "mysql-pv-claim" is:
        """yaml
        phase: Bound
        accessModes: [ReadWriteOnce]
        capacity: {storage: 5Gi}
        """
      And its spec.volumeName is "mysql-hostpath-pv"
      And persistentvolume "mysql-hostpath-pv" is Bound
      And its spec.claimRef matches:
        """yaml
        {apiVersion: v1, kind: PersistentVolumeClaim, namespace: default, name: mysql-pv-claim}
        """
      And deployment "koa-sample-db" is rolled out
      And the spec.clusterIP of service "koa-sample-db" is "None"

    Scenario: What a secret holds is written in base64, and read in plain text
      When I create "koa-sample/db-secret.yaml"
      Then the data of secret "dbsecret" is:
        """yaml
        {root_password: bXlzcWw=, user: a29h, password: a29h}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          restartPolicy: Never
          containers:
          - name: reader
            image: busybox
            command: [sh, -c, 'echo "$DB_USER $MYSQL_ROOT_PASSWORD"']
            env:
            - {name: DB_USER, valueFrom: {secretKeyRef: {name: dbsecret, key: user}}}
            - {name: MYSQL_ROOT_PASSWORD, valueFrom: {secretKeyRef: {name: dbsecret, key: root_password}}}
        """
      Then pod "reader" is Succeeded
      And it has logged:
        """
        koa mysql
        """

    Scenario: Without a volume the claim waits, and the pod with it
      When I create "koa-sample/db-secret.yaml"
      And I create "koa-sample/db-deployment.yaml"
      Then persistentvolumeclaim "mysql-pv-claim" is Pending for 10m
      And the event "Normal" "FailedBinding" for persistentvolumeclaim "mysql-pv-claim" happens at least 1 time
      And there is an event "Normal" "FailedBinding" for persistentvolumeclaim "mysql-pv-claim" with message "no persistent volumes available for this claim and no storage class is set"
      And there is an event "Warning" "FailedScheduling" with message:
        """
        0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found
        """
      When I create "koa-sample/db-pv-hostpath.yaml"
      Then persistentvolumeclaim "mysql-pv-claim" is Bound
      And deployment "koa-sample-db" is rolled out within 10m

    Scenario: Without the secret the container is not started
      When I create "koa-sample/db-pv-hostpath.yaml"
      And I create "koa-sample/db-deployment.yaml"
      Then 1 pod with labels "app=koa-sample-db" is CreateContainerConfigError
      And there is an event "Warning" "Failed" with message "Error: secret \"dbsecret\" not found"
      When I create "koa-sample/db-secret.yaml"
      Then deployment "koa-sample-db" is rolled out within 2m

    Scenario: A secret without the key is no better
      When I create "koa-sample/db-pv-hostpath.yaml"
      And I create "koa-sample/db-deployment.yaml"
      And I create:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: dbsecret}
        stringData: {root_password: mysql, user: koa}
        """
      Then there is an event "Warning" "Failed" with message "Error: couldn't find key password in Secret default/dbsecret"

    Scenario: A claim in use stays until its pod is gone, and the volume outlives it
      Given I create "koa-sample/db-pv-hostpath.yaml"
      And I create "koa-sample/db-secret.yaml"
      And I create "koa-sample/db-deployment.yaml"
      And deployment "koa-sample-db" is rolled out
      When I delete persistentvolumeclaim "mysql-pv-claim"
      Then persistentvolumeclaim "mysql-pv-claim" is Terminating
      And its metadata.finalizers is:
        """yaml
        [kubernetes.io/pvc-protection]
        """
      And persistentvolumeclaim "mysql-pv-claim" exists for 10m
      When I delete deployment "koa-sample-db"
      Then persistentvolumeclaim "mysql-pv-claim" does not exist within 2m
      And persistentvolume "mysql-hostpath-pv" is Released
      When I create:
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: mysql-pv-claim}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
        """
      Then persistentvolumeclaim "mysql-pv-claim" is Pending for 10m

    Scenario: What a pod writes there, the next one on that node finds
      Given I create "koa-sample/db-pv-hostpath.yaml"
      And I create:
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: writer}
        spec:
          restartPolicy: Never
          nodeSelector: {kubernetes.io/hostname: 172.17.8.102}
          containers:
          - name: c
            image: busybox
            command: [sh, -c, "date +%Y > /data/year"]
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        """
      And pod "writer" is Succeeded
      And I delete pod "writer"
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          restartPolicy: Never
          nodeSelector: {kubernetes.io/hostname: 172.17.8.102}
          containers:
          - name: c
            image: busybox
            command: [cat, /data/year]
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        """
      Then pod "reader" is Succeeded
      And it has logged:
        """
        2026
        """

  Rule: The application

    Background:
      Given I create "koa-sample/db-pv-hostpath.yaml"
      And I create "koa-sample/db-secret.yaml"
      And I create "koa-sample/db-deployment.yaml"
      And deployment "koa-sample-db" is rolled out
      And I create "koa-sample/ap-deployment.yaml"
      And deployment "koa-sample-ap" is rolled out

    Scenario: From within the cluster both are reached by their names
      Then exactly 2 pods with labels "app=koa-sample-ap" are Ready
      And there is an endpointslice with labels "kubernetes.io/service-name=koa-sample-ap,service.kubernetes.io/headless=" matching:
        """yaml
        ports: [{port: 3000, protocol: TCP}]
        endpoints:
        - conditions: {ready: true, serving: true, terminating: false}
        - conditions: {ready: true, serving: true, terminating: false}
        """
      When 10s pass
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers:
          - name: client
            image: busybox
            command: [sh, -c, "nslookup koa-sample-ap.default.svc.cluster.local | grep -c ^Address; nc -z koa-sample-db 3306 && echo the database is there; wget --spider koa-sample-ap:3000"]
        """
      Then pod "client" is Succeeded
      And it has logged:
        """
        3
        the database is there
        Connecting to koa-sample-ap:3000 (10.244.1.3:3000)
        remote file exists
        """

  Rule: The web in front of it

    Scenario: What has no route is answered by the default backend
      When I create "koa-sample/web-default-backend.yaml"
      Then 1 pod with labels "app=default-http-backend" is Ready
      And there is 1 pod with labels "app=default-http-backend" for 5m
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers: [{name: client, image: busybox, command: [wget, --spider, default-http-backend]}]
        """
      Then pod "client" is Failed
      And its status.containerStatuses[0].state.terminated.exitCode is 1
      And it has logged:
        """
        Connecting to default-http-backend (10.96.159.240:80)
        wget: server returned error: HTTP/1.1 404 Not Found
        """

    Scenario: The Ingress controller waits for the node that is labelled for it
      When I create "koa-sample/web-rc-default.yaml"
      Then there is an event "Warning" "FailedScheduling" with message:
        """
        0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        """
      When I label node "172.17.8.102" with role=front
      Then 1 pod with labels "k8s-app=nginx-ingress-lb" is Ready
      And every pod with labels "k8s-app=nginx-ingress-lb" runs on node "172.17.8.102"
      When I scale replicationcontroller "nginx-ingress-controller" to 2
      Then there is an event "Warning" "FailedScheduling" with message:
        """
        0/2 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.
        """

    Scenario: The Ingress says where requests for hosts below k8s go
      When I create "koa-sample/web-ingress.yaml"
      Then it is accepted with the warning "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
      And the spec of ingress "koa-sample-web" is:
        """yaml
        rules:
        - host: "*.k8s"
          http:
            paths:
            - path: /
              pathType: Prefix
              backend: {service: {name: koa-sample-ap, port: {number: 3000}}}
        """

    Scenario Outline: <apiVersion> <kind> of 2017 is not served any more
      When I send `GET /apis/<apiVersion>/namespaces/default/<resource>`
      Then it is NotFound with message "the server could not find the requested resource"

      Examples:
        | apiVersion         | kind       | resource    |
        | apps/v1beta1       | Deployment | deployments |
        | extensions/v1beta1 | Ingress    | ingresses   |
