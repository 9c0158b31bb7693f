Feature: Given — users, tokens and roles

  Scenario: A user has groups
    Given a user "alice" in groups "dev" and "ops"
    And the cluster role "node-reader" allows group "ops" to list nodes
    When I send `GET /api/v1/nodes` as "alice"
    Then it is accepted
    When I send `GET /api/v1/nodes` as "bob"
    Then it is Forbidden:
      """
      nodes is forbidden: User "bob" cannot list resource "nodes" in API group "" at the cluster scope
      """

  Scenario: A static token
    Given the token "s3cret" of user "alice" in group "dev"
    And the role "pod-reader" allows group "dev" to get, list and watch pods
    When I send `GET /api/v1/namespaces/default/pods` with the token "s3cret"
    Then it is accepted
    When I send `GET /api/v1/namespaces/default/pods` with the token "guessed"
    Then it is Unauthorized with message "Unauthorized"

  Scenario: The token of a service account dies with the pod it is bound to
    Given the role "pod-reader" allows service account "default" to list pods
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
        - {name: app, image: nginx}
      """
    Then pod "web" is Running
    Given the token "robot" of service account "default" bound to pod "web"
    When I send `GET /api/v1/namespaces/default/pods` with the token "robot"
    Then it is accepted
    When I delete pod "web"
    Then there is no pod "web"
    # The API server remembers for ten seconds whose a token was.
    When I send `GET /api/v1/namespaces/default/pods` with the token "robot"
    Then it is accepted
    When 11s pass
    And I send `GET /api/v1/namespaces/default/pods` with the token "robot"
    Then it is Unauthorized with message "Unauthorized"

  Scenario: A token for a time and an audience
    Given the token "short" of service account "default" valid for 10 minutes
    And the token "vault" of service account "default" for audience "vault"
    When I send `GET /version` with the token "vault"
    Then it is Unauthorized with message "Unauthorized"
    When I send `GET /api/v1/namespaces/default/pods` with the token "short"
    Then it is Forbidden:
      """
      pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"
      """
    When 11 minutes pass
    And 1s pass
    And I send `GET /api/v1/namespaces/default/pods` with the token "short"
    Then it is Unauthorized with message "Unauthorized"

  Scenario: The token that a secret keeps
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata:
        name: robot-token
        annotations: {kubernetes.io/service-account.name: default}
      type: kubernetes.io/service-account-token
      """
    And the token "robot" of secret "robot-token"
    And the role "pod-reader" allows service account "default" to list pods
    When I send `GET /api/v1/namespaces/default/pods` with the token "robot"
    Then it is accepted
