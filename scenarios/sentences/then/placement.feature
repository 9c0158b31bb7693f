Feature: Then — where pods run

  Scenario: On the only node
    Given a cluster
    When I apply "../manifests/pod.yaml"
    Then pod "web" runs on node "node-1"
    And it runs on node "node-1" or "node-2"
    And it was never on node "node-2"
    And all pods with labels "app=web" run on 1 node

  Scenario: Nowhere
    Given a cluster with no nodes
    When I apply "../manifests/pod.yaml"
    Then pod "web" runs on no node for 10 minutes
