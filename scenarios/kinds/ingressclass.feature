Feature: IngressClass

  Background:
    Given a cluster with no nodes

  Scenario: Parameters are of the cluster unless they say otherwise
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: bare}
      spec:
        controller: example.org/bare
        parameters: {kind: ConfigMap, name: x, scope: Cluster}
      """
    Then its spec.parameters is:
      """yaml
      kind: ConfigMap
      name: x
      scope: Cluster
      """
    And it matches its snapshot

  Scenario: No controller
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata:
        name: nginx
        annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
      spec:
        parameters:
          apiGroup: k8s.example.org
          kind: IngressParameters
          name: p
          scope: Namespace
          namespace: default
      """
    Then it is Invalid:
      """
      IngressClass.networking.k8s.io "nginx" is invalid: spec.controller: Required value
      """

  Scenario: Parameters of a namespace that do not name it
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata:
        name: nginx
        annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
      spec:
        controller: example.org/nginx
        parameters:
          apiGroup: k8s.example.org
          kind: IngressParameters
          name: p
          scope: Namespace
          namespace: null
      """
    Then it is Invalid:
      """
      IngressClass.networking.k8s.io "nginx" is invalid: spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'
      """

  Scenario: Parameters of the cluster that name a namespace
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata:
        name: nginx
        annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
      spec:
        controller: example.org/nginx
        parameters:
          apiGroup: k8s.example.org
          kind: IngressParameters
          name: p
          namespace: default
      """
    Then it is Invalid:
      """
      IngressClass.networking.k8s.io "nginx" is invalid: spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'
      """

  Scenario: The controller cannot be changed
    Given I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: nginx}
      spec: {controller: k8s.io/ingress-nginx}
      """
    When I patch ingressclass "nginx" with:
      """yaml
      spec: {controller: example.org/other}
      """
    Then it is Invalid:
      """
      IngressClass.networking.k8s.io "nginx" is invalid: spec.controller: Invalid value: "example.org/other": field is immutable
      """
