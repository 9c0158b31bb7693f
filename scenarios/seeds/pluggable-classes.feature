# Seeds/004, "Kubernetes Core": the core is the same everywhere, what differs are plug-ins, chosen by classes: RuntimeClass,
# StorageClass, IngressClass, the class of a load balancer.
Feature: Several implementations of one thing, chosen by class

  Rule: Runtimes

    Background:
      Given a cluster with nodes:
        | name   | runtime handlers |
        | node-a | runc             |
        | node-b | runc, gvisor     |
      And these objects:
        """yaml
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: runtime-a}
        handler: runc
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: runtime-b}
        handler: gvisor
        overhead: {podFixed: {memory: 64Mi}}
        """

    Scenario Outline: A pod of class <class> on <node> <outcome>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: <class>
          nodeName: <node>
          containers: [{name: c, image: nginx}]
        """
      And 3s pass
      Then the status.containerStatuses[0].state of pod "app" is immediately:
        """yaml
        <state>
        """

      Examples:
        | class     | node   | outcome | state                                  |
        | runtime-a | node-a | runs    | {running: {startedAt: <any>}}          |
        | runtime-b | node-b | runs    | {running: {startedAt: <any>}}          |
        | runtime-b | node-a | waits   | {waiting: {reason: ContainerCreating}} |

    Scenario: In its runtime a pod runs as in any other
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runtime-b
          nodeSelector: {kubernetes.io/hostname: node-b}
          containers: [{name: c, image: nginx}]
        """
      And 3s pass
      Then the status.conditions of pod "app" is immediately:
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
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: ContainersReady
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And the events for pod "app" are, in this order immediately:
        | at | type   | reason    | message                                                                                     | count | last |
        | 0s | Normal | Scheduled | Successfully assigned default/app to node-b                                                 | 1     | 0s   |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 0s   |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 0s   |
        | 0s | Normal | Created   | Container created                                                                           | 1     | 0s   |
        | 0s | Normal | Started   | Container started                                                                           | 1     | 0s   |

    Scenario: On a node without its handler no sandbox can be made, however often it is tried
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runtime-b
          nodeName: node-a
          containers: [{name: c, image: nginx}]
        """
      And 60s pass
      Then the status.phase of pod "app" is "Pending" immediately
      And the status.conditions of pod "app" is immediately:
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
          message: "containers with unready status: [c]"
        - type: ContainersReady
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: ContainersNotReady
          message: "containers with unready status: [c]"
        - type: PodScheduled
          observedGeneration: 1
          status: "True"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
        """
      And the events for pod "app" are, in this order immediately:
        | at  | type    | reason                 | message                                                                                                                                             | count | last |
        | 0s  | Warning | FailedCreatePodSandBox | Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "<any>": no runtime for "gvisor" is configured | 1     | 0s   |
        | 13s | Warning | FailedCreatePodSandBox | Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "<any>": no runtime for "gvisor" is configured | 1     | 13s  |
        | 26s | Warning | FailedCreatePodSandBox | Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "<any>": no runtime for "gvisor" is configured | 1     | 26s  |
        | 39s | Warning | FailedCreatePodSandBox | Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "<any>": no runtime for "gvisor" is configured | 1     | 39s  |
        | 52s | Warning | FailedCreatePodSandBox | Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "<any>": no runtime for "gvisor" is configured | 1     | 52s  |

    Scenario: What a runtime costs counts with the pod
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runtime-b
          nodeName: node-b
          containers: [{name: c, image: nginx}]
        """
      Then the spec.overhead of pod "app" is:
        """yaml
        {memory: 64Mi}
        """

    Scenario: With its runtime's share a pod is too big for the node
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runtime-b
          containers: [{name: c, image: nginx, resources: {requests: {memory: 8060Mi}}}]
        """
      Then the status.conditions of pod "app" is:
        """yaml
        - type: PodScheduled
          observedGeneration: 1
          status: "False"
          lastProbeTime: null
          lastTransitionTime: "2026-01-01T00:00:00Z"
          reason: Unschedulable
          message: "0/2 nodes are available: 2 Insufficient memory. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
        """
      And the events for pod "app" are, in this order immediately:
        | at | type    | reason           | message                                                                                                                                                       | count | last |
        | 0s | Warning | FailedScheduling | 0/2 nodes are available: 2 Insufficient memory. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. | 1     | 0s   |

    Scenario: A class nobody has made
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runtime-c
          containers: [{name: c, image: nginx}]
        """
      Then it is Forbidden:
        """
        pods "app" is forbidden: pod rejected: RuntimeClass "runtime-c" not found
        """

  Rule: Storage

    Background:
      Given a cluster
      And these objects:
        """yaml
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: storage-a, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
        provisioner: cinder.csi.openstack.org
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: storage-b}
        provisioner: csi.trident.netapp.io
        """

    Scenario Outline: A claim <how> waits for <provisioner>
      When I create:
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}<class>}
        """
      Then the spec.storageClassName of persistentvolumeclaim "data" is "<name>"
      And the metadata.annotations["volume.kubernetes.io/storage-provisioner"] of persistentvolumeclaim "data" is "<provisioner>"
      And there is an event "Normal" "ExternalProvisioning" for persistentvolumeclaim "data" with message:
        """
        Waiting for a volume to be created either by the external provisioner '<provisioner>' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.
        """
      And persistentvolumeclaim "data" is Pending for 10m

      Examples:
        | how                 | class                         | name      | provisioner              |
        | without a class     |                               | storage-a | cinder.csi.openstack.org |
        | of the second class | , storageClassName: storage-b | storage-b | csi.trident.netapp.io    |

    Scenario: A volume of the class is taken, one of another is not
      Given these objects:
        """yaml
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: volume-a}
        spec: {storageClassName: storage-a, capacity: {storage: 5Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}
        ---
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: volume-b}
        spec: {storageClassName: storage-b, capacity: {storage: 5Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /b}}
        """
      When I create:
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {storageClassName: storage-b, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
      Then persistentvolumeclaim "data" is Bound
      And its spec.volumeName is "volume-b"
      And persistentvolume "volume-a" is Available

  Rule: Ingress

    Background:
      Given a cluster
      And these objects:
        """yaml
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: ingress-a, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
        spec: {controller: example.com/pods}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: ingress-b}
        spec: {controller: example.com/load-balancer}
        """

    Scenario: Paths lead to services, hosts to certificates, and the class is the default one
      When I apply:
        """yaml
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          tls: [{hosts: [shop.example.com], secretName: shop-certificate}]
          rules:
          - host: shop.example.com
            http:
              paths:
              - {path: /path1, pathType: Prefix, backend: {service: {name: service-a, port: {number: 80}}}}
              - {path: /path2, pathType: Prefix, backend: {service: {name: service-b, port: {number: 80}}}}
        """
      Then it is accepted without warnings
      And the spec.ingressClassName of ingress "web" is "ingress-a"

    Scenario: Two default classes: the newer one, by its name where both are as old
      Given I annotate ingressclass "ingress-b" with "ingressclass.kubernetes.io/is-default-class=true"
      When I apply:
        """yaml
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec: {defaultBackend: {service: {name: service-a, port: {number: 80}}}}
        """
      Then the spec.ingressClassName of ingress "web" is "ingress-a"
