Feature: Given — a cloud

  Scenario: Load balancers for Services
    Given a cloud
    And load balancers take 30s to come
    When I apply "../manifests/balanced.yaml"
    Then the status.loadBalancer.ingress of service "web" is absent for 29s
    And its status.loadBalancer.ingress[0].ip is "203.0.113.1"

  Scenario: None for a while
    Given a cloud
    And the cloud refuses load balancers because "quota exceeded"
    When I apply "../manifests/balanced.yaml"
    Then there is an event "Warning" "SyncLoadBalancerFailed" for service "web" with message containing "quota exceeded"
    When the cloud grants load balancers
    Then the status.loadBalancer.ingress[0].ip of service "web" is "203.0.113.1"

  Scenario: Machines behind nodes
    Given a cluster with 2 nodes
    And a cloud in region "east"
    When the machine of node "node-2" is deleted
    Then there is no node "node-2" within 2m
    And there is an event "Normal" "DeletingNode" for node "node-2" with message containing "does not exist in the cloud provider"
