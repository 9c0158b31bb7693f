# Seeds/002, sections 1 to 5 of the course: what a cluster has from the beginning, what objects must say, namespaces, and the
# workload resources one by one.
Feature: The first steps with a cluster

  Background:
    Given a cluster with 2 nodes

  Rule: From the beginning

    Scenario Outline: The namespace <name> is there
      Then namespace "<name>" is Active
      And it has the label "kubernetes.io/metadata.name" "<name>"

      Examples:
        | name            |
        | default         |
        | kube-system     |
        | kube-public     |
        | kube-node-lease |

    Scenario: Nodes say who they are, and that they are ready
      Then there are 2 nodes
      And every node is Ready
      And the status.nodeInfo of node "node-1" matches:
        """yaml
        {kubeletVersion: v1.36.2, operatingSystem: linux, architecture: amd64, containerRuntimeVersion: containerd://2.1.4}
        """
      And the status.addresses of node "node-1" is:
        """yaml
        - {type: InternalIP, address: 192.168.0.10}
        - {type: Hostname, address: node-1}
        """
      And the status.conditions[type=Ready] of node "node-1" matches:
        """yaml
        {status: "True", reason: KubeletReady, message: kubelet is posting ready status}
        """
      And the spec.holderIdentity of lease "node-1" in namespace "kube-node-lease" is "node-1"

    Scenario: The API server is a service like others
      Then the spec of service "kubernetes" matches:
        """yaml
        {clusterIP: 10.96.0.1, ports: [{name: https, port: 443, protocol: TCP, targetPort: <any>}]}
        """

  Rule: Objects

    Scenario: spec is what is wanted, status what is
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: web, image: nginx}]}
        status: {phase: Succeeded}
        """
      Then the status.phase of pod "web" is "Pending" immediately
      And pod "web" is Running

    Scenario: A pod without a name
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: nginx}]}
        """
      Then it is Invalid:
        """
        Pod "" is invalid: metadata.name: Required value: name or generateName is required
        """

    Scenario: A pod without a spec
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        """
      Then it is Invalid:
        """
        Pod "web" is invalid: spec.containers: Required value
        """

    Scenario: A kind or version the cluster does not have
      When I send `POST /apis/apps/v1/namespaces/default/replicaset` with:
        """yaml
        {}
        """
      Then it is NotFound with message "the server could not find the requested resource"
      When I send `POST /api/v1/namespaces/default/pods` with:
        """yaml
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}
        """
      Then it is BadRequest:
        """
        Deployment in version "v1" cannot be handled as a Pod: converting (v1.Deployment) to (core.Pod): unknown conversion
        """

  Rule: Namespaces

    Scenario: The same name twice, in two of them
      When I create the namespace "my-namespace"
      Then namespace "my-namespace" is Active
      And service account "default" exists in namespace "my-namespace"
      And configmap "kube-root-ca.crt" exists in namespace "my-namespace"
      When I create:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """
      And I create in namespace "my-namespace":
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """
      Then it is accepted
      And configmap "settings" exists in namespace "my-namespace"
      When I create in namespace "my-namespace":
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """
      Then it is AlreadyExists with message "configmaps \"settings\" already exists"

    Scenario: Nothing can be put into one that is not there
      When I create in namespace "nowhere":
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """
      Then it is NotFound with message "namespaces \"nowhere\" not found"

    Scenario Outline: <resource> belong to the whole cluster, not to a namespace
      When I send `GET /<group>/namespaces/default/<resource>`
      Then it is NotFound with message "the server could not find the requested resource"
      When I send `GET /<group>/<resource>`
      Then it is accepted

      Examples:
        | group                             | resource          |
        | api/v1                            | nodes             |
        | api/v1                            | persistentvolumes |
        | apis/rbac.authorization.k8s.io/v1 | clusterroles      |
        | apis/storage.k8s.io/v1            | storageclasses    |

  Rule: Workloads

    Scenario: A ReplicaSet keeps the number
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """
      Then the status of replicaset "web" is:
        """yaml
        {replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 3, availableReplicas: 3, terminatingReplicas: 0, observedGeneration: 1}
        """
      And the event "Normal" "SuccessfulCreate" for replicaset "web" happens exactly 3 times
      When I delete all pods with labels "app=web"
      Then the event "Normal" "SuccessfulCreate" for replicaset "web" happens exactly 6 times
      And exactly 3 pods with labels "app=web" are Ready
      When I scale replicaset "web" to 1
      Then the event "Normal" "SuccessfulDelete" for replicaset "web" happens exactly 2 times
      And there is exactly 1 pod with labels "app=web"

    Scenario: A Service is a name for its pods, and shares the work among them
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: hostnames}
        spec:
          replicas: 3
          selector: {matchLabels: {app: hostnames}}
          template:
            metadata: {labels: {app: hostnames}}
            spec: {containers: [{name: hostnames, image: "registry.k8s.io/e2e-test-images/agnhost:2.40", args: [serve-hostname]}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: hostnames}
        spec: {selector: {app: hostnames}, ports: [{port: 80, targetPort: 9376}]}
        """
      Then deployment "hostnames" is rolled out
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers:
          - name: client
            image: busybox
            command:
            - sh
            - -c
            - for i in $(seq 60); do wget -q -O- hostnames; echo; done | sort | uniq | wc -l
        """
      Then pod "client" is Succeeded
      And it has logged:
        """
        3
        """

    Scenario: The password of a database reaches its program by a Secret
      When I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: db}
        type: Opaque
        data: {password: cGFzc3dvcmQ=}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          restartPolicy: Never
          containers:
          - name: app
            image: busybox
            command: [sh, -c, 'echo "$DB_PASSWORD"']
            env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]
        """
      Then pod "app" is Succeeded
      And it has logged:
        """
        password
        """
