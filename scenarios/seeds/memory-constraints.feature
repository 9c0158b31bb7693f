# Section 1 of seeds/001: the documentation page "Configure Minimum and Maximum Memory Constraints for a Namespace".
Feature: Minimum and maximum memory constraints for a namespace
  A LimitRange sets how little and how much memory the containers of a namespace may ask for. Pods that do not keep to it
  are refused when they are created; pods that say nothing get its defaults.

  Background:
    Given a cluster with 2 nodes
    And the namespace "constraints-mem-example"
    And I apply "memory-constraints/limit-range.yaml"

  Rule: The LimitRange fills in its own defaults

    Scenario: Default and default request come from the maximum
      Then limitrange "mem-min-max-demo-lr" exists
      And its spec.limits is:
        """yaml
        - default: {memory: 1Gi}
          defaultRequest: {memory: 1Gi}
          max: {memory: 1Gi}
          min: {memory: 500Mi}
          type: Container
        """
      And it matches its snapshot

  Rule: A pod that keeps to the constraints runs

    Scenario: Request and limit lie between minimum and maximum
      When I apply "memory-constraints/pod.yaml"
      Then pod "constraints-mem-demo" is Running
      And it is Ready
      And its spec.containers[0].resources is:
        """yaml
        limits: {memory: 800Mi}
        requests: {memory: 600Mi}
        """
      And the events for it are, in this order:
        | at | type   | reason    | message                                                                                     |
        | 0s | Normal | Scheduled | Successfully assigned constraints-mem-example/constraints-mem-demo to node-2                |
        | 0s | Normal | Pulling   | Pulling image "nginx"                                                                       |
        | 0s | Normal | Pulled    | Successfully pulled image "nginx" in 0s (0s including waiting). Image size: 72955450 bytes. |
        | 0s | Normal | Created   | Container created                                                                           |
        | 0s | Normal | Started   | Container started                                                                           |
      And pod "constraints-mem-demo" matches its snapshot

    Scenario: Deleting it gives its containers time to end
      Given I apply "memory-constraints/pod.yaml"
      And pod "constraints-mem-demo" is Running
      When I delete pod "constraints-mem-demo"
      Then there is an event "Normal" "Killing" for pod "constraints-mem-demo" with message "Stopping container constraints-mem-demo-ctr"
      And there is no pod "constraints-mem-demo" within 35s

  Rule: A pod that does not is refused

    Scenario: A limit above the maximum
      When I apply "memory-constraints/pod-2.yaml"
      Then it is Forbidden:
        """
        pods "constraints-mem-demo-2" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1536Mi
        """
      And there is no pod "constraints-mem-demo-2"
      And there was never a pod "constraints-mem-demo-2"

    Scenario: A request below the minimum
      When I apply "memory-constraints/pod-3.yaml"
      Then it is Forbidden:
        """
        pods "constraints-mem-demo-3" is forbidden: minimum memory usage per Container is 500Mi, but request is 100Mi
        """
      And there is no pod "constraints-mem-demo-3"

    Scenario Outline: At and around the bounds
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: bounds}
        spec:
          containers:
          - name: c
            image: nginx
            resources:
              requests: {memory: <request>}
              limits: {memory: <limit>}
        """
      Then <verdict>

      Examples: inside
        | request  | limit  | verdict        |
        | 500Mi    | 1Gi    | it is accepted |
        | 512000Ki | 1024Mi | it is accepted |

      Examples: outside
        | request | limit  | verdict                                                                                                                        |
        | 499Mi   | 1Gi    | it is Forbidden with message "pods \"bounds\" is forbidden: minimum memory usage per Container is 500Mi, but request is 499Mi" |
        | 500Mi   | 1025Mi | it is Forbidden with message "pods \"bounds\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1025Mi"    |

  Rule: A pod that says nothing gets the defaults

    Scenario: Neither request nor limit
      When I apply "memory-constraints/pod-4.yaml"
      Then pod "constraints-mem-demo-4" is Running
      And its spec.containers[0].resources is:
        """yaml
        limits: {memory: 1Gi}
        requests: {memory: 1Gi}
        """
      And it has the annotation "kubernetes.io/limit-ranger" "LimitRanger plugin set: memory request for container constraints-mem-demo-4-ctr; memory limit for container constraints-mem-demo-4-ctr"
      And it matches its snapshot

  Rule: The constraints are looked at when a pod is created, not later

    Scenario: Changing the LimitRange does not touch running pods
      Given I apply "memory-constraints/pod.yaml"
      And pod "constraints-mem-demo" is Running
      When I patch limitrange "mem-min-max-demo-lr" with:
        """yaml
        spec:
          limits:
          - max: {memory: 700Mi}
            min: {memory: 650Mi}
            type: Container
        """
      Then pod "constraints-mem-demo" is Running for 10 minutes
      And the spec.containers[0].resources.limits.memory of pod "constraints-mem-demo" is 800Mi

  Rule: The namespace takes everything with it

    Scenario: Cleaning up
      Given I apply "memory-constraints/pod.yaml"
      And pod "constraints-mem-demo" is Running
      When I delete namespace "constraints-mem-example"
      Then namespace "constraints-mem-example" does not exist within 2 minutes
      And there is no pod "constraints-mem-demo" in namespace "constraints-mem-example"

  Rule: They are looked at when a pod is updated, too

    Scenario: A running pod may be resized within them, not beyond
      Given I apply "memory-constraints/pod.yaml"
      And pod "constraints-mem-demo" is Running
      When I patch the resize of pod "constraints-mem-demo" with:
        """yaml
        spec: {containers: [{name: constraints-mem-demo-ctr, resources: {limits: {memory: 1200Mi}}}]}
        """
      Then it is Forbidden:
        """
        pods "constraints-mem-demo" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1200Mi
        """
      When I patch the resize of pod "constraints-mem-demo" with:
        """yaml
        spec: {containers: [{name: constraints-mem-demo-ctr, resources: {limits: {memory: 1Gi}}}]}
        """
      Then it is accepted
      And the status.containerStatuses[0].resources.limits.memory of pod "constraints-mem-demo" is 1Gi

  Rule: Why one sets them

    Scenario Outline: <namespace> may use up to <max> each
      Given a namespace "<namespace>"
      And I apply in namespace "<namespace>":
        """yaml
        apiVersion: v1
        kind: LimitRange
        metadata: {name: memory}
        spec: {limits: [{max: {memory: <max>}, type: Container}]}
        """
      When I apply in namespace "<namespace>":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: work}
        spec: {containers: [{name: c, image: nginx, resources: {limits: {memory: 4Gi}}}]}
        """
      Then <verdict>

      Examples:
        | namespace   | max   | verdict                                                                                                                  |
        | production  | 8Gi   | it is accepted                                                                                                           |
        | development | 512Mi | it is Forbidden with message "pods \"work\" is forbidden: maximum memory usage per Container is 512Mi, but limit is 4Gi" |
