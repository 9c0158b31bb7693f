Feature: When — the files of a node's own pods

  Scenario: A file comes and goes
    Given a cluster with 1 node
    When I put the static pod in "../manifests/static/web.yaml" on node "node-1"
    Then pod "web-node-1" is Running
    When I remove the static pod in "web.yaml" from node "node-1"
    Then pod "web-node-1" does not exist
