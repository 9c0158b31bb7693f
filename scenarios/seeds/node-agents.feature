# Seeds/001 section 5, "Using NodeLocal DNSCache in Kubernetes clusters": a cache on every node, as a DaemonSet.
Feature: An agent on every node

  Rule: One on every node

    Background:
      Given a cluster with 3 nodes
      And I taint node "node-3" with "dedicated=db:NoSchedule"
      And the namespace "kube-system"
      And I apply "node-agents/node-local-dns.yaml"
      And the status.numberReady of daemonset "node-local-dns" is 3

    Scenario: One on each node, tainted or not
      Then the status of daemonset "node-local-dns" is:
        """yaml
        currentNumberScheduled: 3
        numberMisscheduled: 0
        desiredNumberScheduled: 3
        numberReady: 3
        observedGeneration: 1
        updatedNumberScheduled: 3
        numberAvailable: 3
        """
      And all pods with labels "k8s-app=node-local-dns" run on 3 nodes
      And the status.desiredNumberScheduled of daemonset "node-local-dns" is 3
      And the spec.priority of every pod with labels "k8s-app=node-local-dns" is 2000001000

    Scenario: A new node gets one, a node that leaves takes its own along
      When a node "node-4"
      Then there is 1 pod with labels "k8s-app=node-local-dns" on node "node-4"
      And the status.numberReady of daemonset "node-local-dns" is 4
      When I delete node "node-4"
      Then the status.desiredNumberScheduled of daemonset "node-local-dns" is 3
      And there are no pods with labels "k8s-app=node-local-dns" on node "node-4" within 2m

    Scenario: Cordoning sends none away and keeps none out
      When I cordon node "node-1"
      And I delete all pods with labels "k8s-app=node-local-dns"
      Then 3 pods with labels "k8s-app=node-local-dns" are Ready
      And there is 1 pod with labels "k8s-app=node-local-dns" on node "node-1"

    Scenario: One that nobody has taken out stays on a dead node
      When node "node-2" goes down
      Then there is 1 pod with labels "k8s-app=node-local-dns" on node "node-2" for 30m
      And the metadata.deletionTimestamp of every pod with labels "k8s-app=node-local-dns" is absent
      And the status.numberUnavailable of daemonset "node-local-dns" is 1

    Scenario: An update goes from node to node
      When I set the image of daemonset "node-local-dns" to "registry.k8s.io/dns/k8s-dns-node-cache:1.26.5"
      Then the status.updatedNumberScheduled of daemonset "node-local-dns" is 3 within 5m
      And daemonset "node-local-dns" is rolled out within 5m
      And at least 2 pods with labels "k8s-app=node-local-dns" are Ready at all times since the last action

    Scenario: Its metrics are found node by node
      Then the spec.clusterIP of service "node-local-dns" is "None"
      And the endpoints[nodeName=node-1] of every endpointslice with labels "kubernetes.io/service-name=node-local-dns" matches:
        """yaml
        {addresses: [192.168.0.10], conditions: {ready: true}}
        """
      And the endpoints[nodeName=node-3] of every endpointslice with labels "kubernetes.io/service-name=node-local-dns" matches:
        """yaml
        {addresses: [192.168.0.12], conditions: {ready: true}}
        """

    Scenario: Deleting the manifest ends it
      When I delete "node-agents/node-local-dns.yaml"
      Then there are no pods with labels "k8s-app=node-local-dns"
      And daemonset "node-local-dns" does not exist
      And service "kube-dns-upstream" does not exist
      And configmap "node-local-dns" does not exist

  Rule: Pods are told whom to ask

    Scenario Outline: kube-proxy with <mode>: <server>
      Given a cluster with 2 nodes
      And the kubelet is configured:
        """yaml
        clusterDNS: [<server>]
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers: [{name: client, image: busybox, command: [cat, /etc/resolv.conf]}]
        """
      Then pod "client" is Succeeded
      And it has logged:
        """
        search default.svc.cluster.local svc.cluster.local cluster.local
        nameserver <server>
        options ndots:5
        """

      Examples:
        | mode     | server        |
        | iptables | 10.96.0.10    |
        | IPVS     | 169.254.20.10 |

    Scenario: A kubelet that knows no server of the cluster
      Given a cluster
      And the kubelet is configured:
        """yaml
        clusterDNS: []
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          containers: [{name: client, image: nginx}]
        """
      Then pod "client" is Running
      And there is an event "Warning" "MissingClusterDNS" for pod "client" with message:
        """
        pod: "client_default(<uuid>)". kubelet does not have ClusterDNS IP configured and cannot create Pod using "ClusterFirst" policy. Falling back to "Default" policy.
        """
      And there is an event "Warning" "MissingClusterDNS" for node "node-1" with message:
        """
        kubelet does not have ClusterDNS IP configured and cannot create Pod using "ClusterFirst" policy. Falling back to "Default" policy.
        """
