# Seeds/002 and 003 end by deleting what they made: dependents go with their owners, a namespace goes with all it holds.
Feature: Cleaning up

  Background:
    Given a cluster with 2 nodes
    And the namespace "development"
    And I apply "self-healing/nginx.yaml"
    And deployment "nginx" is rolled out

  Scenario: A deployment takes its replica sets and pods along
    When I delete deployment "nginx"
    Then deployment "nginx" does not exist
    And there are no replicasets
    And there are no pods

  Scenario: Or leaves them behind
    When I delete deployment "nginx" leaving its dependents
    Then deployment "nginx" does not exist
    And there is exactly 1 replicaset
    And 3 pods with labels "app=nginx" are Ready for 10m
    When I apply "self-healing/nginx.yaml"
    Then the metadata.ownerReferences[0].name of every replicaset is "nginx"
    And there are exactly 3 pods with labels "app=nginx" for 10m

  Scenario: An owner that does not exist is the end of its dependent
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: orphan
        ownerReferences:
        - {apiVersion: v1, kind: ConfigMap, name: nobody, uid: 00000000-0000-4000-8000-000000000000}
      """
    Then configmap "orphan" does not exist

  Scenario: A namespace goes last
    When I delete namespace "development"
    Then namespace "development" is Terminating
    And namespace "development" does not exist within 2m
    And there are no pods in namespace "development"
    And there are no deployments in namespace "development"
    And deployment "nginx" is deleted before namespace "development" is deleted

  Scenario: In a namespace that is going the pods go first
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: writer}
      spec: {containers: [{name: c, image: nginx}]}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    And pod "writer" is Running
    When I delete namespace "development"
    Then these objects are deleted, in this order within 2m:
      | kind      | name        |
      | pod       | writer      |
      | configmap | settings    |
      | namespace | development |

  Scenario: Nothing new gets into a namespace that is going
    Given I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, finalizers: [example.com/hold]}
      """
    When I delete namespace "development"
    Then namespace "development" is Terminating for 10m
    And it has condition NamespaceFinalizersRemaining True with reason "SomeFinalizersRemain" and message "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"
    When I create:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: late}
      """
    Then it is Forbidden:
      """
      configmaps "late" is forbidden: unable to create new content in namespace development because it is being terminated
      """
    When I JSON-patch configmap "held" with:
      """yaml
      - {op: remove, path: /metadata/finalizers}
      """
    Then namespace "development" does not exist within 10m
