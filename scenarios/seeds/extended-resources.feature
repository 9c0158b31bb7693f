Feature: Advertising extended resources for a node

  Background:
    Given a cluster with nodes:
      | name  | cpu | memory |
      | node1 | 2   | 4Gi    |

  Rule: Dongles

    Background:
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1dongle", "value": "4"}]
        """

    Scenario: The capacity shows them at once, what pods may have soon after
      Then it is accepted
      And the status.capacity["example.com/dongle"] of node "node1" is "4" immediately
      And its status.allocatable["example.com/dongle"] is "4" within 10s

    Scenario: Pods ask for them until there are too few
      When I apply "extended-resources/three-dongles.yaml"
      Then pod "extended-resource-demo" is Running
      And its status.qosClass is "BestEffort"
      When I apply "extended-resources/two-dongles.yaml"
      Then pod "extended-resource-demo-2" is Pending
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      When I delete pod "extended-resource-demo"
      Then pod "extended-resource-demo-2" is Running

    Scenario: They are whole numbers, and no more can be asked for than is allowed
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: half}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                requests: {example.com/dongle: 500m}
                limits: {example.com/dongle: 500m}
        """
      Then it is Invalid:
        """
        Pod "half" is invalid: [spec.containers[0].resources.limits[example.com/dongle]: Invalid value: "500m": must be an integer, spec.containers[0].resources.requests[example.com/dongle]: Invalid value: "500m": must be an integer]
        """
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1dongle", "value": "4.5"}]
        """
      Then it is Invalid:
        """
        Node "node1" is invalid: status.capacity.example.com/dongle: Invalid value: "4500m": must be an integer
        """

    Scenario: They are taken away again
      Given 20 seconds pass
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "remove", "path": "/status/capacity/example.com~1dongle"}]
        """
      Then the status.capacity["example.com/dongle"] of node "node1" is absent
      And its status.allocatable["example.com/dongle"] is absent within 10s

  Rule: Storage in chunks of bytes

    Scenario: As many bytes as are wanted
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1special-storage", "value": "800Gi"}]
        """
      Then the status.allocatable["example.com/special-storage"] of node "node1" is 800Gi
      When I apply "extended-resources/storage.yaml"
      Then pod "storage" is Running
