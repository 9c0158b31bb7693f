Feature: Service
  Types, ports, names that point elsewhere, and what of them may change.

  Background:
    Given a cluster with no nodes

  Scenario: Defaults of a service
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: front}
      spec: {selector: {app: front}, ports: [{port: 80}]}
      """
    Then its spec.type is "ClusterIP"
    And its spec.ports is:
      """yaml
      - {protocol: TCP, port: 80, targetPort: 80}
      """
    And its spec.sessionAffinity is "None"
    And its spec.internalTrafficPolicy is "Cluster"
    And its spec.ipFamilies is:
      """yaml
      - IPv4
      """
    And its spec.ipFamilyPolicy is "SingleStack"
    And it matches its snapshot

  Scenario: Headless: no address of its own
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: headless}
      spec:
        clusterIP: None
        selector: {app: db}
        ports: [{name: sql, port: 5432}]
      """
    Then its spec.clusterIP is "None"
    And its spec.clusterIPs is:
      """yaml
      - None
      """
    And it matches its snapshot

  Scenario: ExternalName: a name and nothing else
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {type: ExternalName, externalName: db.example.org}
      """
    Then its spec.clusterIP is absent
    And its spec.ports is absent
    And its spec.ipFamilies is absent
    And it matches its snapshot

  Scenario: NodePort: a port of every node is found for it
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: NodePort
        selector: {app: web}
        ports:
        - {port: 80}
      """
    Then its spec.externalTrafficPolicy is "Cluster"
    And its spec.ports[0].nodePort is at least 30000
    And its spec.ports[0].nodePort is at most 32767
    And it matches its snapshot

  Scenario: LoadBalancer: node ports too, unless they are not wanted
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: LoadBalancer
        selector: {app: web}
        ports:
        - {port: 80}
      """
    Then its spec.allocateLoadBalancerNodePorts is true
    And its spec.ports[0].nodePort is present
    And its status.loadBalancer is:
      """yaml
      {}
      """
    And it matches its snapshot

  Scenario: No ports
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: front}
      spec: null
      """
    Then it is Invalid:
      """
      Service "front" is invalid: spec.ports: Required value
      """

  Scenario: A type misspelt
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: s}
      spec: {type: Nodeport, ports: [{port: 80}]}
      """
    Then it is Invalid:
      """
      Service "s" is invalid: spec.type: Unsupported value: "Nodeport": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
      """

  Scenario: Several ports, one of them without a name
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{name: http, port: 80}, {port: 443}]}
      """
    Then it is Invalid:
      """
      Service "web" is invalid: spec.ports[1].name: Required value
      """

  Scenario: An address out of the cluster’s range
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {clusterIP: 192.168.1.1, ports: [{port: 80}]}
      """
    Then it is Invalid:
      """
      Service "web" is invalid: spec.clusterIPs: Invalid value: ["192.168.1.1"]: failed to allocate IP 192.168.1.1: the provided network does not match the current range
      """

  Scenario: A name that is no label of DNS
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: MyService}
      spec: {ports: [{port: 80}]}
      """
    Then it is Invalid:
      """
      Service "MyService" is invalid: metadata.name: Invalid value: "MyService": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
      """

  Scenario: A node port that is out of range, and one that is taken
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: NodePort
        ports:
        - {port: 80, nodePort: 25000}
      """
    Then it is Invalid:
      """
      Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 25000: provided port is not in the valid range. The range of valid ports is 30000-32767
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: first}
      spec:
        type: NodePort
        ports:
        - {port: 80, nodePort: 30080}
      """
    And I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: second}
      spec:
        type: NodePort
        ports:
        - {port: 80, nodePort: 30080}
      """
    Then it is Invalid:
      """
      Service "second" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated
      """

  Scenario: Its address cannot be changed
    Given I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {ports: [{port: 80}]}
      """
    When I patch service "web" with:
      """yaml
      spec: {clusterIP: 10.96.33.44}
      """
    Then it is Invalid:
      """
      Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.33.44"]: may not change once set
      """

  Scenario: Two appliers name the same port
    Given I server-side apply with field manager "a":
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        ports:
        - {name: http, port: 80}
      """
    When I server-side apply with field manager "b":
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        ports:
        - {name: web, port: 80}
      """
    Then it is Conflict:
      """
      Apply failed with 1 conflict: conflict with "a": .spec.ports[port=80,protocol="TCP"].name
      """
