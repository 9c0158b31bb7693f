Feature: Then — what users may do

  Scenario: By a role
    Given the role "pod-reader" allows "alice" to get, list and watch pods
    Then "alice" can list pods
    And "alice" can get pods because "RBAC: allowed by RoleBinding \"pod-reader/default\" of Role \"pod-reader\" to User \"alice\""
    And "alice" cannot delete pod "web"
    And "alice" cannot list pods in namespace "kube-system"
    And "bob" cannot list pods

  Scenario: Service accounts, groups and paths
    Given the role "log-reader" allows service account "robot" to get pods/log
    Then service account "robot" can get pods/log
    And service account "robot" cannot get pods
    And group "system:masters" can create nodes
    And "alice" can get path "/healthz"
    And "alice" cannot get path "/metrics"
