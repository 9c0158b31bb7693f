# Seeds/001 sections 9 and 5, CoreDNS and the NodeLocal DNS cache, and the DNS names of Services in seeds/002: what pods are told
# to ask, and what they hear.
Feature: Names in the cluster

  Background:
    Given a cluster with 2 nodes
    And a namespace "shop"
    And these objects:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {clusterIP: 10.96.100.7, selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: peers, namespace: shop}
      spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: web, namespace: shop}
      spec:
        serviceName: peers
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """
    And 2 pods with labels "app=web" are Ready in namespace "shop"

  Rule: CoreDNS

    Scenario: It is deployed like any other program, behind the address that pods are told
      When I apply "cluster-dns/coredns.yaml"
      Then deployment "coredns" in namespace "kube-system" is rolled out
      And 2 pods with labels "k8s-app=kube-dns" are Ready in namespace "kube-system"
      And the spec.clusterIP of service "kube-dns" in namespace "kube-system" is "10.96.0.10"
      And there is an endpointslice with labels "kubernetes.io/service-name=kube-dns" matching in namespace "kube-system":
        """yaml
        endpoints:
        - conditions: {ready: true}
        - conditions: {ready: true}
        """

    Scenario: A newer version keeps the Corefile, and one server answers at all times
      Given I apply "cluster-dns/coredns.yaml"
      And deployment "coredns" in namespace "kube-system" is rolled out
      When I patch configmap "coredns" in namespace "kube-system" with:
        """yaml
        data: {Corefile: ".:53 { errors; log }"}
        """
      And I set the image of deployment "coredns" to "registry.k8s.io/coredns/coredns:v1.14.2" in namespace "kube-system"
      Then deployment "coredns" in namespace "kube-system" is rolled out
      And at least 1 pod with labels "k8s-app=kube-dns" is Ready at all times since the last action in namespace "kube-system"
      And the data.Corefile of configmap "coredns" in namespace "kube-system" is ".:53 { errors; log }"

  Rule: Names

    Scenario: A Service has one address, a headless one those of its pods, and each of these has a name
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
            - for name in web.shop.svc.cluster.local peers.shop.svc.cluster.local web-0.peers.shop.svc.cluster.local nobody.shop.svc.cluster.local; do
                nslookup $name | tail -n +4;
              done
        """
      Then pod "client" is Succeeded
      And it has logged:
        """
        Name:	web.shop.svc.cluster.local
        Address: 10.96.100.7


        Name:	peers.shop.svc.cluster.local
        Address: 10.244.0.2
        Name:	peers.shop.svc.cluster.local
        Address: 10.244.1.2


        Name:	web-0.peers.shop.svc.cluster.local
        Address: 10.244.0.2


        ** server can't find nobody.shop.svc.cluster.local: NXDOMAIN

        ** server can't find nobody.shop.svc.cluster.local: NXDOMAIN

        """
      And the status.podIP of pod "web-0" in namespace "shop" is "10.244.0.2"
      And the status.podIP of pod "web-1" in namespace "shop" is "10.244.1.2"

    Scenario: The nslookup of busybox asks with every domain a pod searches, and fails where one does not know the name
      When I apply in namespace "shop":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers: [{name: client, image: busybox, command: [nslookup, web]}]
        """
      Then pod "client" in namespace "shop" is Failed
      And it has logged:
        """
        Server:		10.96.0.10
        Address:	10.96.0.10:53

        Name:	web.shop.svc.cluster.local
        Address: 10.96.100.7

        ** server can't find web.svc.cluster.local: NXDOMAIN

        ** server can't find web.cluster.local: NXDOMAIN


        ** server can't find web.svc.cluster.local: NXDOMAIN

        ** server can't find web.cluster.local: NXDOMAIN

        """

    Scenario: A short name is looked for in the pod's own namespace
      When I apply in namespace "shop":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers: [{name: client, image: busybox, command: [wget, --spider, web]}]
        """
      Then pod "client" in namespace "shop" is Succeeded
      And it has logged:
        """
        Connecting to web (10.96.100.7:80)
        remote file exists
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          containers: [{name: client, image: busybox, command: [wget, --spider, web]}]
        """
      Then pod "client" in namespace "default" is Failed
      And it has logged:
        """
        wget: bad address 'web'
        """

  Rule: Whom pods ask

    Scenario Outline: With the policy <policy>, <network> the node's network
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          restartPolicy: Never
          hostNetwork: <host>
          dnsPolicy: <policy>
          containers: [{name: client, image: busybox, command: [cat, /etc/resolv.conf]}]
        """
      Then pod "client" is Succeeded
      And it has logged:
        """
        <text>
        """

      Examples:
        | policy                  | network | host  | text                                                                                                     |
        | ClusterFirst            | without | false | search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5 |
        | ClusterFirstWithHostNet | in      | true  | search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5 |
