Feature: Given — how callers are let in

  Scenario: Anonymous requests are somebody unless they are refused
    When I send `GET /api/v1/nodes` anonymously
    Then it is Forbidden:
      """
      nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope
      """

  Scenario: Anonymous requests are refused
    Given anonymous requests are refused
    When I send `GET /api/v1/nodes` anonymously
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Bootstrap tokens let new nodes in
    Given bootstrap tokens are accepted
    When I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata: {name: bootstrap-token-07401b, namespace: kube-system}
      type: bootstrap.kubernetes.io/token
      stringData:
        token-id: 07401b
        token-secret: f395accd246ae52d
        usage-bootstrap-authentication: "true"
        auth-extra-groups: system:bootstrappers:workers
        expiration: "2026-01-01T01:00:00Z"
      """
    And I send `GET /api/v1/nodes` with the token "07401b.f395accd246ae52d"
    Then it is Forbidden:
      """
      nodes is forbidden: User "system:bootstrap:07401b" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When 1 hour passes
    And I send `GET /api/v1/nodes` with the token "07401b.f395accd246ae52d"
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Everything is allowed
    Given the authorization modes are "Node" and "AlwaysAllow"
    When I send `GET /api/v1/nodes` as "alice"
    Then it is accepted
    When I send `GET /api/v1/nodes` anonymously
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Attributes decide, not roles
    Given the authorization modes are "Node" and "ABAC"
    And the authorization policy is:
      """
      # Alice may do anything, Bob may look at the pods of one namespace
      {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "alice", "namespace": "*", "resource": "*", "apiGroup": "*"}}
      {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "bob", "namespace": "shop", "resource": "pods", "readonly": true}}
      """
    When I send `GET /api/v1/namespaces/shop/secrets` as "alice"
    Then it is accepted
    When I send `GET /api/v1/namespaces/shop/pods` as "bob"
    Then it is accepted
    When I send `DELETE /api/v1/namespaces/shop/pods/web` as "bob"
    Then it is Forbidden:
      """
      pods "web" is forbidden: User "bob" cannot delete resource "pods" in API group "" in the namespace "shop": No policy matched.
      """

  Scenario: Flags of kube-apiserver
    Given the API server is started with:
      """
      --oidc-issuer-url=https://login.example.com
      --oidc-client-id=kabuki
      --oidc-username-claim=preferred_username
      --oidc-groups-claim=groups
      --oidc-groups-prefix=oidc:
      --oidc-required-claim=hd=example.com
      --default-not-ready-toleration-seconds=60
      """
    And the OIDC issuer "https://login.example.com"
    And the token "alice-token" of the OIDC issuer "https://login.example.com" with claims:
      """yaml
      {aud: kabuki, sub: "1", preferred_username: alice, hd: example.com, groups: [web]}
      """
    And the role "pod-reader" allows group "oidc:web" to list pods
    When I send `GET /api/v1/namespaces/default/pods` with the token "alice-token"
    Then it is accepted
    When I send `GET /api/v1/nodes` with the token "alice-token"
    Then it is Forbidden:
      """
      nodes is forbidden: User "https://login.example.com#alice" cannot list resource "nodes" in API group "" at the cluster scope
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: "nginx:1.29"}
      """
    Then the spec.tolerations of pod "web" is:
      """yaml
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 60}
      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
      """

  Scenario: An OpenID Connect issuer and who its tokens make somebody
    Given the OIDC issuer "https://login.example.com"
    And authentication is configured by:
      """yaml
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthenticationConfiguration
      jwt:
      - issuer:
          url: https://login.example.com
          audiences: [kabuki]
        claimValidationRules:
        - {claim: hd, requiredValue: example.com}
        - expression: "claims.exp - claims.iat <= 86400"
          message: total token lifetime must not exceed 24 hours
        claimMappings:
          username: {expression: "'oidc:' + claims.user"}
          groups: {claim: teams, prefix: "team:"}
          extra:
          - {key: example.com/tenant, valueExpression: "claims.tenant"}
        userValidationRules:
        - expression: "!user.username.startsWith('oidc:system')"
          message: username cannot be a system user
      """
    And the role "pod-reader" allows group "team:web" to list pods
    And the token "alice-token" of the OIDC issuer "https://login.example.com" with claims:
      """yaml
      {aud: kabuki, sub: "1", user: alice, hd: example.com, teams: [web], tenant: shop, jti: j1}
      """
    And the token "stranger" of the OIDC issuer "https://login.example.com" with claims:
      """yaml
      {aud: kabuki, sub: "2", user: bob, hd: example.org}
      """
    When I send `GET /api/v1/namespaces/default/pods` with the token "alice-token"
    Then it is accepted
    When I send `GET /api/v1/namespaces/default/secrets` with the token "alice-token"
    Then it is Forbidden:
      """
      secrets is forbidden: User "oidc:alice" cannot list resource "secrets" in API group "" in the namespace "default"
      """
    When I send `GET /api/v1/namespaces/default/pods` with the token "stranger"
    Then it is Unauthorized with message "Unauthorized"
    When 2 hours pass
    And I send `GET /api/v1/namespaces/default/pods` with the token "alice-token"
    Then it is Unauthorized with message "Unauthorized"

  Scenario: Webhooks that know tokens and judge requests
    Given authorization is configured by:
      """yaml
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthorizationConfiguration
      authorizers:
      - type: Webhook
        name: opa
        webhook:
          timeout: 3s
          authorizedTTL: 5m
          unauthorizedTTL: 30s
          subjectAccessReviewVersion: v1
          matchConditionSubjectAccessReviewVersion: v1
          failurePolicy: Deny
          connectionInfo: {type: KubeConfigFile, kubeConfigFile: /etc/kubernetes/opa.conf}
          matchConditions:
          - expression: "!('system:masters' in request.groups)"
          - expression: "has(request.resourceAttributes) && request.resourceAttributes.namespace == 'default'"
      - {type: Node, name: node}
      - {type: RBAC, name: rbac}
      """
    And the token webhook knows:
      | token | user  | groups   |
      | t-1   | carol | dev, ops |
    And the authorization webhook "opa" answers:
      | user  | verb   | resource | decision | reason             |
      | carol | list   | pods     | allowed  | carol may look     |
      | carol | delete | pods     | denied   | nobody deletes now |
    When I send `GET /api/v1/namespaces/default/pods` with the token "t-1"
    Then it is accepted
    When I send `DELETE /api/v1/namespaces/default/pods/web` with the token "t-1"
    Then it is Forbidden:
      """
      pods "web" is forbidden: User "carol" cannot delete resource "pods" in API group "" in the namespace "default": nobody deletes now
      """
    And "carol" can list pods because "carol may look"
    When I send `GET /api/v1/namespaces/default/pods` with the token "t-2"
    Then it is Unauthorized with message "Unauthorized"
