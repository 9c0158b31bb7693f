# Seeds/001 section 10, "Declare Network Policy": the nginx Deployment, the Service in front of it, the pod that asks, and the
# policy as an object.
Feature: An nginx Service that other pods reach

  Background:
    Given a cluster with 2 nodes
    And these objects:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: nginx, labels: {app: nginx}}
      spec:
        replicas: 1
        selector: {matchLabels: {app: nginx}}
        template:
          metadata: {labels: {app: nginx}}
          spec: {containers: [{name: nginx, image: nginx}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: nginx, labels: {app: nginx}}
      spec:
        selector: {app: nginx}
        ports: [{port: 80, protocol: TCP, targetPort: 80}]
      """

  Scenario: The deployment and its service
    Then deployment "nginx" is rolled out
    And 1 pod with labels "app=nginx" is Running
    And the spec.type of service "nginx" is "ClusterIP"
    And its spec.ports is:
      """yaml
      [{port: 80, protocol: TCP, targetPort: 80}]
      """
    And its spec.clusterIP matches "^10\\.96\\."

  Scenario: Another pod asks it
    Given deployment "nginx" is rolled out
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: busybox}
      spec:
        restartPolicy: Never
        containers:
        - {name: busybox, image: busybox, command: [/bin/sh, -c, wget --spider --timeout=1 nginx]}
      """
    Then pod "busybox" is Succeeded
    And it has logged:
      """
      Connecting to nginx (<ip>:80)
      remote file exists
      """

  Scenario: Without a ready pod behind it nobody answers
    Given deployment "nginx" is rolled out
    And I scale deployment "nginx" to 0
    And there are no pods with labels "app=nginx"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: busybox}
      spec:
        restartPolicy: Never
        containers:
        - {name: busybox, image: busybox, command: [/bin/sh, -c, wget --spider --timeout=1 nginx]}
      """
    Then pod "busybox" is Failed
    And it has logged:
      """
      Connecting to nginx (<ip>:80)
      wget: can't connect to remote host (<ip>): Connection refused
      """

  Scenario: The policy is kept with its defaults
    When I apply "nginx-service/nginx-policy.yaml"
    Then it is accepted
    And the spec of networkpolicy "access-nginx" is:
      """yaml
      podSelector: {matchLabels: {app: nginx}}
      policyTypes: [Ingress]
      ingress:
      - from:
        - podSelector: {matchLabels: {access: "true"}}
      """

  Scenario: Its name is a DNS subdomain
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: Access_nginx}
      spec: {podSelector: {}}
      """
    Then it is Invalid:
      """
      NetworkPolicy.networking.k8s.io "Access_nginx" is invalid: metadata.name: Invalid value: "Access_nginx": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
      """
