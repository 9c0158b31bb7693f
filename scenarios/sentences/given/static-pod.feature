Feature: Given — static pods

  Scenario: A node runs what lies in its folder
    Given a cluster with 1 node
    And the static pod in "../manifests/static/web.yaml" on node "node-1"
    Then pod "web-node-1" is Running
