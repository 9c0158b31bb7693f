# Seeds/001 section 4, "Enabling EndpointSlices": at most a hundred endpoints to a slice. Both APIs and the slices' controller are
# always on today, and kube-proxy reads slices only; Endpoints are deprecated since v1.33.
Feature: Endpoint slices of a large service

  Background:
    Given a cluster with 3 nodes
    And I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 100
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """
    And 100 pods with labels "app=web" are Ready

  Scenario: A hundred fit, the next one opens another slice
    Then there is exactly 1 endpointslice with labels "kubernetes.io/service-name=web"
    When I scale deployment "web" to 101 replicas
    Then there are exactly 2 endpointslices with labels "kubernetes.io/service-name=web"
    And the endpoints[100] of every endpointslice with labels "kubernetes.io/service-name=web" is absent
    When I scale deployment "web" to 250 replicas
    Then 250 pods with labels "app=web" are Ready
    And there are exactly 3 endpointslices with labels "kubernetes.io/service-name=web"
    And there are exactly 3 endpointslices with labels "kubernetes.io/service-name=web" for 10m
    And the endpoints[49] of every endpointslice with labels "kubernetes.io/service-name=web" is present
    And the endpoints[100] of every endpointslice with labels "kubernetes.io/service-name=web" is absent

  Scenario: They belong to the service and go with it
    Then there is an endpointslice with labels "kubernetes.io/service-name=web,endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io" matching:
      """yaml
      addressType: IPv4
      metadata: {generateName: web-, ownerReferences: [{kind: Service, name: web, controller: true}]}
      ports: [{port: 80, protocol: TCP}]
      """
    When I delete service "web"
    Then there are no endpointslices with labels "kubernetes.io/service-name=web"

  Scenario: Endpoints that somebody wrote by hand have slices, too
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: outside}
      spec: {ports: [{port: 80, targetPort: 9376}]}
      ---
      apiVersion: v1
      kind: Endpoints
      metadata: {name: outside}
      subsets: [{addresses: [{ip: 192.0.2.42}], ports: [{port: 9376}]}]
      """
    Then there is an endpointslice with labels "kubernetes.io/service-name=outside,endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io" matching:
      """yaml
      addressType: IPv4
      ports: [{port: 9376, protocol: TCP}]
      endpoints: [{addresses: [192.0.2.42], conditions: {ready: true}}]
      metadata: {ownerReferences: [{kind: Endpoints, name: outside}]}
      """

  Scenario: An endpoint says which pod it is and where it stands
    Then the endpoints[0] of every endpointslice with labels "kubernetes.io/service-name=web" is:
      """yaml
      addresses: ["<ip>"]
      conditions: {ready: true, serving: true, terminating: false}
      nodeName: "<any>"
      targetRef: {kind: Pod, namespace: default, name: "web-<hash>-<hash>", uid: "<uuid>"}
      """

  Scenario: A pod that is not ready is in the slice, but not to be used
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: slow, labels: {app: slow}}
      spec:
        readinessGates: [{conditionType: example.com/ok}]
        containers: [{name: c, image: nginx}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: slow}
      spec: {selector: {app: slow}, ports: [{port: 80}]}
      """
    Then there is an endpointslice with labels "kubernetes.io/service-name=slow" matching:
      """yaml
      endpoints:
      - conditions: {ready: false, serving: false, terminating: false}
        targetRef: {kind: Pod, name: slow}
      """

  Scenario: The old Endpoints stop at a thousand, and say so
    Given nodes:
      | name    | cpu | memory | pods |
      | large-1 | 64  | 256Gi  | 500  |
      | large-2 | 64  | 256Gi  | 500  |
    Then the metadata.annotations["endpoints.kubernetes.io/over-capacity"] of endpoints "web" is absent
    When I scale deployment "web" to 1001 replicas
    Then there are 11 endpointslices with labels "kubernetes.io/service-name=web" within 5m
    And the metadata.annotations["endpoints.kubernetes.io/over-capacity"] of endpoints "web" is "truncated" within 5m
