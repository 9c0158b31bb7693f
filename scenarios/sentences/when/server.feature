Feature: When — the API server

  Background:
    Given a cluster

  Scenario: It answers 503 for a while
    When the API server answers 503 for 30s
    And I create the namespace "shop"
    Then it is ServiceUnavailable with message "the server is currently unable to handle the request (post namespaces)"
    When 30s pass
    And I create the namespace "shop"
    Then it is accepted

  Scenario: It answers 500 until it answers again
    When the API server answers 500
    And I create the namespace "shop"
    Then it is InternalError:
      """
      an error on the server ("unknown") has prevented the request from succeeding (post namespaces)
      """
    When the API server answers again
    And I create the namespace "shop"
    Then it is accepted

  Scenario: It loses its watches
    When the API server loses its watches for 20s
    And I apply "../manifests/pod.yaml"
    Then there is a pod "web"
    When 10s pass
    Then pod "web" is still Pending
    And it is Running
