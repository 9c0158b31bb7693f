# Seeds/001, the cloud controller manager: nodes wait for the cloud to know them, Services get its load balancers, nodes go with
# their machines.
Feature: A cluster in a cloud

  Background:
    Given a cluster with nodes:
      | name     | labels                          | taints                                                                                                    |
      | master-1 | node-role.kubernetes.io/master= | node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule, node-role.kubernetes.io/master:NoSchedule |
      | worker-1 |                                 | node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule                                            |
    And I apply "cloud/cloud-controller-manager.yaml"

  Scenario: Its manager starts before any node is known, and on masters only
    Then the status.numberReady of daemonset "cloud-controller-manager" in namespace "kube-system" is 1
    And all pods with labels "k8s-app=cloud-controller-manager" run on node "master-1" in namespace "kube-system"
    And service account "cloud-controller-manager" exists in namespace "kube-system"

  Scenario: Other pods wait until the cloud has introduced a node
    Given I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}]}
      """
    And there is an event "Warning" "FailedScheduling" for pod "web" with message:
      """
      0/2 nodes are available: 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      """
    When a cloud in region "east"
    Then pod "web" is Running
    And it runs on node "worker-1"
    And the spec.taints of node "worker-1" is absent
    And it has the label "topology.kubernetes.io/region" "east"
    And the spec.providerID of node "worker-1" is "kabuki://east/worker-1"
    And there is an event "Normal" "Synced" for node "worker-1" with message "Node synced successfully"

  Scenario: A load balancer comes, and goes with its Service
    Given a cloud
    And load balancers take 45s to come
    When I apply "cloud/balanced.yaml"
    Then the status.loadBalancer.ingress[0].ip of service "front" is "203.0.113.1"
    And its metadata.finalizers is:
      """yaml
      - service.kubernetes.io/load-balancer-cleanup
      """
    And the events for service "front" are, in this order:
      | type   | reason               | message                |
      | Normal | EnsuringLoadBalancer | Ensuring load balancer |
      | Normal | EnsuredLoadBalancer  | Ensured load balancer  |
    When I patch service "front" with:
      """yaml
      spec: {type: ClusterIP}
      """
    Then there is an event "Normal" "DeletedLoadBalancer" for service "front" with message "Deleted load balancer"
    And the status.loadBalancer of service "front" is:
      """yaml
      {}
      """
    And the metadata.finalizers of service "front" is absent
    When I patch service "front" with:
      """yaml
      spec: {type: LoadBalancer}
      """
    Then the status.loadBalancer.ingress[0].ip of service "front" is "203.0.113.1"
    When I delete service "front"
    Then service "front" does not exist
    And there is an event "Normal" "DeletingLoadBalancer" for service "front" with message "Deleting load balancer"

  Scenario: A load balancer of somebody else's class is not the cloud's
    Given a cloud
    When I create:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: front}
      spec: {type: LoadBalancer, loadBalancerClass: example.com/own, ports: [{port: 80}]}
      """
    Then the status.loadBalancer.ingress of service "front" is absent for 5m
    And there was never an event "Normal" "EnsuringLoadBalancer" for service "front"

  Scenario: Nodes follow their machines
    Given a cloud
    And the spec.taints of node "worker-1" is absent
    When the machine of node "worker-1" is stopped
    Then the spec.taints of node "worker-1" contains {key: "node.cloudprovider.kubernetes.io/shutdown", effect: "NoSchedule"} within 2m
    When the machine of node "worker-1" is running
    Then the spec.taints of node "worker-1" is absent within 2m
    When the machine of node "worker-1" is deleted
    Then there is an event "Normal" "DeletingNode" for node "worker-1" with message "Deleting node worker-1 because it does not exist in the cloud provider" within 2m
    And node "worker-1" does not exist

  Scenario: A load balancer that the cloud refuses is asked for again and again
    Given a cloud
    And the cloud refuses load balancers because "quota exceeded"
    When I apply "cloud/balanced.yaml"
    And 2 minutes pass
    Then the status.loadBalancer of service "front" is:
      """yaml
      {}
      """
    And the events for service "front" are, in this order:
      | at | type    | reason                 | message                                                                     | count | last  |
      | 0s | Normal  | EnsuringLoadBalancer   | Ensuring load balancer                                                      | 6     | 2m35s |
      | 0s | Warning | SyncLoadBalancerFailed | Error syncing load balancer: failed to ensure load balancer: quota exceeded | 6     | 2m35s |
    When the cloud grants load balancers
    Then the status.loadBalancer.ingress[0].ip of service "front" is "203.0.113.1" within 5 minutes

  Scenario: What the cloud knows of a node is written on it
    Given a cloud in region "east"
    Then the spec.taints of node "worker-1" is absent
    And the metadata.labels of node "worker-1" is:
      """yaml
      beta.kubernetes.io/arch: amd64
      beta.kubernetes.io/instance-type: kabuki
      beta.kubernetes.io/os: linux
      failure-domain.beta.kubernetes.io/region: east
      kubernetes.io/arch: amd64
      kubernetes.io/hostname: worker-1
      kubernetes.io/os: linux
      node.kubernetes.io/instance-type: kabuki
      topology.kubernetes.io/region: east
      """
    And the status.addresses of node "worker-1" is:
      """yaml
      - {type: InternalIP, address: 192.168.0.11}
      - {type: Hostname, address: worker-1}
      """
    And the events for node "worker-1" include, in this order:
      | at | type   | reason         | message                                                     |
      | 0s | Normal | RegisteredNode | Node worker-1 event: Registered Node worker-1 in Controller |
      | 0s | Normal | Synced         | Node synced successfully                                    |
