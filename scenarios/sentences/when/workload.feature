Feature: When — workloads

  Background:
    Given a cluster with no nodes
    And I apply "../manifests/web.yaml"

  Scenario: Another image
    When I set the image of deployment "web" to "nginx:2"
    Then its spec.template.spec.containers[0].image is "nginx:2"
    When I set the image of container "app" of deployment "web" to "nginx:3"
    Then its spec.template.spec.containers[name=app].image is "nginx:3"

  Scenario: A restart
    When I restart deployment "web"
    Then its spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"] is present

  Scenario: An eviction
    Given the objects in "../manifests/pod.yaml"
    When I evict pod "web"
    Then pod "web" does not exist
