# Seeds/000, "Extending the infrastructure", and seeds/001 section 11: device plugins, their devices, their health.
Feature: Device plugins

  Background:
    Given a cluster
    And a device plugin "example.com/gpu" with devices:
      | id    | numa |
      | gpu-a | 0    |
      | gpu-b | 0    |

  Rule: Devices are handed to containers

    Scenario: A device belongs to one container until its pod is over
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      And container "app" of it has device "gpu-a"
      And its status.containerStatuses[0].allocatedResourcesStatus is:
        """yaml
        - name: example.com/gpu
          resources:
            - {resourceID: gpu-a, health: Healthy}
        """
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Pending
      And there is an event "Warning" "FailedScheduling" for it with message:
        """
        0/1 nodes are available: 1 Insufficient example.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """
      When I delete pod "one-gpu"
      Then pod "two-gpus" is Running
      And container "app" of it has devices "gpu-a" and "gpu-b"

    Scenario: Devices of an init container are used again
      When I apply "device-plugins/init.yaml"
      Then pod "init" is Running
      And container "prepare" of it has devices "gpu-a" and "gpu-b"
      And container "app" of it has device "gpu-a"
      And container "helper" of it has no devices

    Scenario: Devices of two plugins that must lie together
      Given a cluster with nodes:
        | name   | numa |
        | node-1 | 2    |
      And the kubelet is configured:
        """yaml
        topologyManagerPolicy: single-numa-node
        """
      And a device plugin "example.com/gpu" with devices:
        | id    | numa |
        | gpu-a | 0    |
        | gpu-b | 1    |
      And a device plugin "example.com/nic" with devices:
        | id    | numa |
        | eth-1 | 1    |
      When I apply "device-plugins/gpu-and-nic.yaml"
      Then pod "gpu-and-nic" is Running
      And container "app" of it has devices "gpu-b" and "eth-1"
      And container "app" of it is on NUMA node 1

  Rule: A pod that comes past the scheduler may be refused

    Scenario: No device is left
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Running
      When I apply "device-plugins/past-the-scheduler.yaml"
      Then pod "past-the-scheduler" is Failed
      And its status.reason is "UnexpectedAdmissionError"
      And its status.message is "Pod was rejected: Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected"
      And there is an event "Warning" "UnexpectedAdmissionError" for it with message:
        """
        Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected
        """

    Scenario: No device is healthy
      When device "gpu-a" becomes unhealthy
      And device "gpu-b" becomes unhealthy
      When I apply "device-plugins/past-the-scheduler.yaml"
      Then pod "past-the-scheduler" is Failed
      And its status.message is "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected"

    Scenario: A resource the node does not know is not asked for
      Given a node "node-2"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: elsewhere}
        spec:
          nodeName: node-2
          containers:
            - name: app
              image: nginx
              resources:
                limits: {example.com/gpu: 1}
        """
      Then pod "elsewhere" is Running

  Rule: Health

    Scenario: A device that fails is told of in the pod that has it
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Running
      When device "gpu-b" becomes unhealthy
      Then the status.containerStatuses[0].allocatedResourcesStatus of pod "two-gpus" is:
        """yaml
        - name: example.com/gpu
          resources:
            - {resourceID: gpu-a, health: Healthy}
            - {resourceID: gpu-b, health: Unhealthy}
        """
      And it is still Running
      And the status.allocatable["example.com/gpu"] of node "node-1" is "1"
      And its status.capacity["example.com/gpu"] is "2"

    Scenario: Without the gate nothing is told
      Given the feature gate "ResourceHealthStatus" is off
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      And its status.containerStatuses[0].allocatedResourcesStatus is absent

  Rule: A plugin that goes away

    Scenario: Pods keep their devices, new ones find none
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      When the device plugin "example.com/gpu" goes away
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "0"
      And its status.capacity["example.com/gpu"] is "2"
      When I apply "device-plugins/two-gpus.yaml"
      Then pod "two-gpus" is Pending for 4 minutes
      And the status.capacity["example.com/gpu"] of node "node-1" is "0" within 2 minutes
      And pod "one-gpu" is still Running
      When the device plugin "example.com/gpu" comes back
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "2"

    Scenario: Once the plugin is forgotten, a container that has its devices cannot be started again
      When I apply "device-plugins/crashing.yaml"
      Then pod "crashing" is Running
      When the device plugin "example.com/gpu" goes away
      Then container "app" of pod "crashing" is Waiting with reason "CreateContainerConfigError" within 10 minutes
      And its status.containerStatuses[0].state.waiting.message is "endpoint not found in cache for a registered resource: example.com/gpu"

    Scenario: After a reboot a pod is refused as long as its plugin has not registered again
      When I apply "device-plugins/one-gpu.yaml"
      Then pod "one-gpu" is Running
      When the device plugin "example.com/gpu" goes away
      And node "node-1" reboots
      Then pod "one-gpu" is Failed within 3 minutes
      And its status.reason is "UnexpectedAdmissionError"
      And its status.message is "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected"
      When the device plugin "example.com/gpu" comes back
      Then the status.allocatable["example.com/gpu"] of node "node-1" is "2"
      And pod "one-gpu" is still Failed
