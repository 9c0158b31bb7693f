# Seeds/003, canary releases: one service in front of two deployments that differ in the label "track".
Feature: A canary beside the stable release

  Background:
    Given a cluster with 2 nodes
    And I apply "canary/guestbook.yaml"
    And deployment "frontend-stable" is rolled out
    And deployment "frontend-canary" is rolled out

  Scenario: The service sends one request in four to the canary
    Then there are 4 pods with labels "app=guestbook,tier=frontend"
    And there is 1 pod with labels "app=guestbook,track=canary"
    And there is an endpointslice with labels "kubernetes.io/service-name=frontend" matching:
      """yaml
      endpoints:
      - conditions: {ready: true, serving: true, terminating: false}
      - conditions: {ready: true, serving: true, terminating: false}
      - conditions: {ready: true, serving: true, terminating: false}
      - conditions: {ready: true, serving: true, terminating: false}
      """

  Scenario: The canary becomes the stable release
    When I set the image of deployment "frontend-stable" to "gb-frontend:v4"
    And I scale deployment "frontend-canary" to 0 replicas
    Then deployment "frontend-stable" is rolled out
    And there are no pods with labels "track=canary"
    And exactly 3 pods with labels "app=guestbook" are Ready
    And the spec.containers[0].image of every pod with labels "app=guestbook" is "gb-frontend:v4"

  Scenario: A bad canary harms nobody else
    Given the image "gb-frontend:v5" exits with code 1
    When I set the image of deployment "frontend-canary" to "gb-frontend:v5"
    Then 1 pod with labels "track=canary" is CrashLoopBackOff
    And exactly 3 pods with labels "track=stable" are Ready
    And the status.conditions[type=Available] of deployment "frontend-canary" matches:
      """yaml
      {status: "False", reason: MinimumReplicasUnavailable, message: Deployment does not have minimum availability.}
      """
    And deployment "frontend-canary" is not Available
    When I delete deployment "frontend-canary"
    Then there are no pods with labels "track=canary"
    And 3 pods with labels "track=stable" are still Ready
