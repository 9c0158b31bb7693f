Feature: Ingress

  Background:
    Given a cluster with no nodes

  Scenario: An ingress is taken as it is written
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: only-default}
      spec: {defaultBackend: {service: {name: front, port: {number: 80}}}}
      """
    Then its spec.ingressClassName is absent
    And its status.loadBalancer is:
      """yaml
      {}
      """
    And it matches its snapshot

  Scenario: The default class is filled in
    Given I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata:
        name: nginx
        annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
      spec: {controller: k8s.io/ingress-nginx}
      """
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        defaultBackend: {service: {name: web, port: {number: 80}}}
      """
    Then its spec.ingressClassName is "nginx"

  Scenario: A path without its type
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: i}
      spec:
        rules:
        - http:
            paths: [{path: /, backend: {service: {name: s, port: {number: 80}}}}]
      """
    Then it is Invalid:
      """
      Ingress.networking.k8s.io "i" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified
      """

  Scenario: Neither rules nor a default backend
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: only-default}
      """
    Then it is Invalid:
      """
      Ingress.networking.k8s.io "only-default" is invalid: spec: Invalid value: null: either `defaultBackend` or `rules` must be specified
      """

  Scenario: A path that does not begin with a slash
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        rules:
        - http:
            paths:
            - path: shop
              pathType: Prefix
              backend: {service: {name: shop, port: {number: 80}}}
      """
    Then it is Invalid:
      """
      Ingress.networking.k8s.io "web" is invalid: spec.rules[0].http.paths[0].path: Invalid value: "shop": must be an absolute path
      """

  Scenario: A host with a port
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        rules:
        - host: example.org:8080
          http:
            paths:
            - path: /
              pathType: Prefix
              backend: {service: {name: shop, port: {number: 80}}}
      """
    Then it is Invalid:
      """
      Ingress.networking.k8s.io "web" is invalid: spec.rules[0].host: Invalid value: "example.org:8080": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
      """

  Scenario: A backend without its port
    When I create:
      """yaml
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: only-default}
      spec: {defaultBackend: {service: {name: front, port: {number: null}}}}
      """
    Then it is Invalid:
      """
      Ingress.networking.k8s.io "only-default" is invalid: spec.defaultBackend: Required value: port name or number is required
      """
