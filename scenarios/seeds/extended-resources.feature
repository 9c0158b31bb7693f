# Seeds/001 section 12, "Advertise Extended Resources for a Node": its PATCH, its answers, its clean-up, and the pods that ask.
Feature: Advertising extended resources for a node

  Background:
    Given a cluster with nodes:
      | name  | cpu | memory    |
      | node1 | 2   | 2049008Ki |

  Rule: Dongles

    Background:
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1dongle", "value": "4"}]
        """

    Scenario: The capacity shows them at once, what pods may have soon after
      Then it is accepted
      And the status.capacity of node "node1" is immediately:
        """yaml
        cpu: "2"
        ephemeral-storage: 100Gi
        example.com/dongle: "4"
        hugepages-1Gi: "0"
        hugepages-2Mi: "0"
        memory: 2049008Ki
        pods: "110"
        """
      When 9s pass
      Then the status.allocatable["example.com/dongle"] of node "node1" is absent immediately
      When 1s passes
      Then the status.allocatable["example.com/dongle"] of node "node1" is "4" immediately
      And the status.capacity["example.com/dongle"] of node "node1" is "4" for 1 hour

    Scenario: Pods ask for them until there are too few
      When I apply "extended-resources/three-dongles.yaml"
      Then pod "extended-resource-demo" is Running
      And its status.qosClass is "BestEffort"
      When I apply "extended-resources/two-dongles.yaml"
      Then pod "extended-resource-demo-2" is Pending for 5 minutes
      And it has condition PodScheduled False with reason "Unschedulable" and message "0/1 nodes are available: 1 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      When I delete pod "extended-resource-demo"
      Then pod "extended-resource-demo-2" is Running
      And the status.containerStatuses[0].state of pod "extended-resource-demo-2" is immediately:
        """yaml
        running: {startedAt: "2026-01-01T00:05:11Z"}
        """
      And the events for pod "extended-resource-demo-2" are, in this order immediately:
        | at    | type    | reason           | message                                                                                                                                                                       | count | last  |
        | 10s   | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient example.com/dongle. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | 1     | 10s   |
        | 5m10s | Normal  | Scheduled        | Successfully assigned default/extended-resource-demo-2 to node1                                                                                                               | 1     | 5m10s |
        | 5m11s | Normal  | Pulling          | Pulling image "nginx"                                                                                                                                                         | 1     | 5m11s |
        | 5m11s | Normal  | Pulled           | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes.                                                                                   | 1     | 5m11s |
        | 5m11s | Normal  | Created          | Container created                                                                                                                                                             | 1     | 5m11s |
        | 5m11s | Normal  | Started          | Container started                                                                                                                                                             | 1     | 5m11s |

    Scenario: They are whole numbers
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
      Then it is Invalid with causes:
        | field                                                     | reason            | message                                   |
        | spec.containers[0].resources.limits[example.com/dongle]   | FieldValueInvalid | Invalid value: "500m": must be an integer |
        | spec.containers[0].resources.requests[example.com/dongle] | FieldValueInvalid | Invalid value: "500m": must be an integer |
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1dongle", "value": "4.5"}]
        """
      Then it is Invalid:
        """
        Node "node1" is invalid: status.capacity.example.com/dongle: Invalid value: "4500m": must be an integer
        """

    Scenario: They cannot be shared or overcommitted
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: greedy}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                requests: {example.com/dongle: 1}
                limits: {example.com/dongle: 2}
        """
      Then it is Invalid:
        """
        Pod "greedy" is invalid: spec.containers[0].resources.requests: Invalid value: "1": must be equal to example.com/dongle limit of 2
        """

    Scenario: They are taken away again
      Given 20 seconds pass
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "remove", "path": "/status/capacity/example.com~1dongle"}]
        """
      Then it is accepted
      And the status.capacity["example.com/dongle"] of node "node1" is absent immediately
      And its status.allocatable["example.com/dongle"] is absent within 10s
      And the status.capacity["example.com/dongle"] of node "node1" is absent for 1 hour

    Scenario: Taking away what is not there
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "remove", "path": "/status/capacity/example.com~1other"}]
        """
      Then it is Invalid:
        """
        the server rejected our request due to an error in our request
        """

  Rule: Storage in chunks

    Scenario: Eight chunks of a hundred gibibytes
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1special-storage", "value": "8"}]
        """
      Then the status.capacity["example.com/special-storage"] of node "node1" is "8" immediately
      And the status.allocatable["example.com/special-storage"] of node "node1" is "8"

    Scenario: Or as many bytes as are wanted
      When I send `PATCH /api/v1/nodes/node1/status` with:
        """yaml
        [{"op": "add", "path": "/status/capacity/example.com~1special-storage", "value": "800Gi"}]
        """
      Then the status.allocatable["example.com/special-storage"] of node "node1" is 800Gi
      When I apply "extended-resources/storage.yaml"
      Then pod "storage" is Running
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: more}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                limits: {example.com/special-storage: 701Gi}
        """
      Then there is an event "Warning" "FailedScheduling" for pod "more" with message:
        """
        0/1 nodes are available: 1 Insufficient example.com/special-storage. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      And the events for pod "storage" are, in this order immediately:
        | at  | type   | reason    | message                                                                                     | count | last |
        | 10s | Normal | Scheduled | Successfully assigned default/storage to node1                                              | 1     | 10s  |
        | 10s | Normal | Pulling   | Pulling image "nginx"                                                                       | 1     | 10s  |
        | 10s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. | 1     | 10s  |
        | 10s | Normal | Created   | Container created                                                                           | 1     | 10s  |
        | 10s | Normal | Started   | Container started                                                                           | 1     | 10s  |
      And the events for pod "more" are, in this order immediately:
        | at  | type    | reason           | message                                                                                                                                                                                | count | last |
        | 10s | Warning | FailedScheduling | 0/1 nodes are available: 1 Insufficient example.com/special-storage. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | 1     | 10s  |
