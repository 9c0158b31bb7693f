Feature: The tokens of service accounts that secrets keep

  Background:
    Given a cluster with no nodes
    And the clock is at "2026-01-01"
    And the role "pod-reader" allows service account "default" to list pods
    And I apply:
      """yaml
      apiVersion: v1
      kind: Secret
      metadata:
        name: robot-token
        annotations: {kubernetes.io/service-account.name: default}
      type: kubernetes.io/service-account-token
      """
    And the token "robot" of secret "robot-token"

  Scenario: The server writes down since when it has known who uses them
    Then the data of configmap "kube-apiserver-legacy-service-account-token-tracking" in namespace "kube-system" is:
      """yaml
      since: "2026-01-01"
      """
    When I delete configmap "kube-apiserver-legacy-service-account-token-tracking" in namespace "kube-system"
    Then there is no configmap "kube-apiserver-legacy-service-account-token-tracking" in namespace "kube-system" within 29m
    And configmap "kube-apiserver-legacy-service-account-token-tracking" in namespace "kube-system" exists within 31m

  Scenario: One that was asked for is good for ever, and says when it was used
    When 800 days pass
    And I send `GET /api/v1/namespaces/default/pods` with the token "robot"
    Then it is accepted without warnings
    And secret "robot-token" has the label "kubernetes.io/legacy-token-last-used" "2028-03-11"
    And it does not have the label "kubernetes.io/legacy-token-invalid-since"

  Rule: One that nobody asked for: its account names it

    Background:
      Given I patch serviceaccount "default" with:
        """yaml
        secrets: [{name: robot-token}]
        """

    Scenario: Who uses it is warned
      When I send `GET /api/v1/namespaces/default/pods` with the token "robot"
      Then it is accepted with the warning "Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens."

    Scenario: Unused for a year it is invalid, after another it is gone
      When 365 days pass
      Then secret "robot-token" does not have the label "kubernetes.io/legacy-token-invalid-since"
      When 2 days pass
      Then its metadata.labels is:
        """yaml
        kubernetes.io/legacy-token-invalid-since: "2027-01-02"
        """
      When I send `GET /api/v1/namespaces/default/pods` with the token "robot"
      Then it is Unauthorized with message "Unauthorized"
      And secret "robot-token" has the label "kubernetes.io/legacy-token-last-used" "2027-01-03"
      When 365 days pass
      Then secret "robot-token" exists
      When 3 days pass
      Then there is no secret "robot-token"
      And the secrets of serviceaccount "default" is absent
