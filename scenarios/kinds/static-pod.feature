Feature: Static pod
  A kubelet runs what lies in its folder of manifests; the API server only shows it.

  Background:
    Given a cluster with 2 nodes
    And the static pod in "static-pod/web.yaml" on node "node-1"

  Scenario: Its mirror
    Then pod "web-node-1" is Running
    And it runs on node "node-1"
    And it matches:
      """yaml
      metadata:
        labels: {role: web}
        annotations:
          kubernetes.io/config.source: file
          kubernetes.io/config.hash: <any>
          kubernetes.io/config.mirror: <any>
          kubernetes.io/config.seen: <any>
        ownerReferences:
        - {apiVersion: v1, kind: Node, name: node-1, controller: true}
      spec:
        tolerations:
        - {operator: Exists, effect: NoExecute}
      """

  Scenario: A mirror that is deleted comes again, its containers never stop
    Given pod "web-node-1" is Ready
    When I delete pod "web-node-1"
    And 5 seconds pass
    Then pod "web-node-1" is Ready
    And container "app" of it has restarted 0 times
    And there was never an event "Killing"

  Scenario: The file changes
    Given pod "web-node-1" is Ready
    When I put the static pod in "static-pod/changed/web.yaml" on node "node-1"
    Then the spec.containers[0].image of pod "web-node-1" is "nginx:1.27"
    And pod "web-node-1" is Ready

  Scenario: The file is removed
    Given pod "web-node-1" is Ready
    When I remove the static pod in "web.yaml" from node "node-1"
    Then pod "web-node-1" does not exist

  Scenario: It runs again when the node comes back
    Given pod "web-node-1" is Ready
    When node "node-1" goes down
    And 2 minutes pass
    And node "node-1" comes back
    Then pod "web-node-1" is Ready

  Scenario: It is not drained of its node, however short the node is of memory
    Given pod "web-node-1" is Ready
    When node "node-1" runs short of memory
    And 2 minutes pass
    Then pod "web-node-1" is still Ready
