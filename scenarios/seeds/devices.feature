# Dynamic resource allocation: claims for devices, found by the scheduler in what drivers publish.
Feature: Devices by claims

  Rule: Capacity of a device may be shared

    Scenario: Two claims share a card, each with what it asked for rounded up; a third finds too little
      Given a cluster with 1 node
      When I apply "devices/shared.yaml"
      Then pod "first" is Running
      And pod "second" is Running
      And there are 2 resourceclaims
      When I apply:
        """yaml
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaim
        metadata: {name: by-name}
        spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu}}]}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: third}
        spec:
          resourceClaims: [{name: gpu, resourceClaimName: by-name}]
          containers: [{name: app, image: nginx}]
        """
      Then pod "third" is Pending
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 cannot allocate all claims. still not schedulable, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        """
      When I delete pod "first"
      Then pod "third" is Running
      And the status.allocation.devices.results of resourceclaim "by-name" is:
        """yaml
        - request: gpu
          driver: gpu.example.com
          pool: node-1
          device: gpu-0
          consumedCapacity: {memory: 2Gi}
          shareID: <uuid>
        """

  Rule: Partitions share counters

    Scenario: A half that is taken leaves no whole card
      Given a cluster with 1 node
      When I apply "devices/partitions.yaml"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: small}
        spec:
          resourceClaims: [{name: gpu, resourceClaimName: any}]
          containers: [{name: app, image: nginx}]
        """
      Then pod "small" is Running
      And the status.allocation.devices.results[0].device of resourceclaim "any" is "gpu-0-half-0"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: large}
        spec:
          resourceClaims: [{name: gpu, resourceClaimName: whole}]
          containers: [{name: app, image: nginx}]
        """
      Then pod "large" is Pending for 2 minutes
      When I delete pod "small"
      Then pod "large" is Running
      And the status.allocation.devices.results[0].device of resourceclaim "whole" is "gpu-0-whole"

    Scenario: A pool whose slices contradict each other gives nothing
      Given a cluster with 1 node
      And these objects:
        """yaml
        apiVersion: resource.k8s.io/v1
        kind: ResourceSlice
        metadata: {name: more-counters}
        spec:
          driver: gpu.example.com
          nodeName: node-1
          pool: {name: node-1, generation: 1, resourceSliceCount: 2}
          sharedCounters: [{name: gpu-1, counters: {memory: {value: 40Gi}}}]
        """
      When I apply "devices/partitions.yaml"
      And I delete resourceslice "counters"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: small}
        spec:
          resourceClaims: [{name: gpu, resourceClaimName: any}]
          containers: [{name: app, image: nginx}]
        """
      Then pod "small" is Pending
      And the scheduler refused node "node-1" for it because "invalid resource pools were encountered" with plugin "DynamicResources"

  Rule: Devices may become ready after they were chosen

    Background:
      Given a cluster with 1 node
      When I apply "devices/fabric.yaml"
      Then pod "web" is Pending
      And its status.nominatedNodeName is "node-1"
      And there is an event "Normal" "BindingConditionsPending" for it with message "waiting for binding conditions for device on node node-1"
      And the status.allocation of resourceclaim "gpu" is:
        """yaml
        allocationTimestamp: <time>
        devices:
          results:
            - request: gpu
              driver: gpu.example.com
              pool: fabric
              device: gpu-0
              bindingConditions: [Attached]
              bindingFailureConditions: [AttachFailed]
        nodeSelector:
          nodeSelectorTerms:
            - matchFields: [{key: metadata.name, operator: In, values: [node-1]}]
        """

    Scenario: The pod waits for the driver, and is looked after every five seconds
      When 12s passes
      And I merge-patch the status of resourceclaim "gpu" with:
        """yaml
        status:
          devices:
            - driver: gpu.example.com
              pool: fabric
              device: gpu-0
              conditions:
                - {type: Attached, status: "True", reason: Done, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
        """
      Then pod "web" runs on no node immediately
      And it runs on node "node-1" within 5s
      And it is Running

    Scenario: What the driver cannot do is given back, and the pod gets another device
      When I merge-patch the status of resourceclaim "gpu" with:
        """yaml
        status:
          devices:
            - driver: gpu.example.com
              pool: fabric
              device: gpu-0
              conditions:
                - {type: AttachFailed, status: "True", reason: NoLink, message: port down, lastTransitionTime: "2026-01-01T00:00:00Z"}
        """
      Then there is an event "Warning" "FailedScheduling" for pod "web" with message:
        """
        running PreBind plugin "DynamicResources": device binding failed: claim=gpu, reason=NoLink, message="port down"
        """
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 resourceclaim not available on the node. deallocation of ResourceClaim completed, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        """
      And the status.devices of resourceclaim "gpu" is absent
      And the event "BindingConditionsPending" for pod "web" happens exactly 2 times

    Scenario: Ten minutes are enough
      When 10m passes
      Then there is an event "Warning" "FailedScheduling" for pod "web" with message:
        """
        running PreBind plugin "DynamicResources": device binding timeout: context deadline exceeded
        """
      And pod "web" is still Pending

  Rule: A device class may serve an extended resource

    Scenario: A claim is made for the pod, and ends with it
      Given a cluster with 1 node
      When I apply "devices/extended.yaml"
      Then pod "trainer" is Running
      And there is 1 resourceclaim
      And the status.extendedResourceClaimStatus of pod "trainer" is:
        """yaml
        resourceClaimName: <any>
        requestMappings:
          - {containerName: two, resourceName: deviceclass.resource.kubernetes.io/gpu, requestName: container-1-request-0}
          - {containerName: one, resourceName: example.com/gpu, requestName: container-0-request-1}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: greedy}
        spec:
          containers:
            - {name: app, image: nginx, resources: {limits: {example.com/gpu: 2}}}
        """
      Then pod "greedy" is Pending
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 cannot allocate all claims. still not schedulable, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        """
      When I delete pod "trainer"
      Then pod "greedy" is Running
