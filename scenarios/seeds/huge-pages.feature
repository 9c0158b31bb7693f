Feature: Huge pages
  The pods of kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages.

  Rule: What a node has of them

    Scenario: A node tells of the sizes its kernel knows though none are set aside
      Given a cluster with 1 node
      Then the status.capacity of node "node-1" matches:
        """yaml
        hugepages-1Gi: "0"
        hugepages-2Mi: "0"
        """
      And the status.allocatable of node "node-1" matches:
        """yaml
        hugepages-1Gi: "0"
        hugepages-2Mi: "0"
        memory: 8092Mi
        """

    Scenario: What is set aside nobody has as other memory
      Given a cluster with nodes:
        | name   | memory | numa | huge pages                           |
        | node-1 | 8Gi    | 2    | hugepages-2Mi=1Gi, hugepages-1Gi=2Gi |
      Then the status.capacity of node "node-1" matches:
        """yaml
        hugepages-1Gi: 2Gi
        hugepages-2Mi: 1Gi
        memory: 8Gi
        """
      And the status.allocatable of node "node-1" matches:
        """yaml
        hugepages-1Gi: 2Gi
        hugepages-2Mi: 1Gi
        memory: 5020Mi
        """

  Rule: Pods that want them

    Background:
      Given a cluster with nodes:
        | name   | memory | huge pages                           |
        | node-1 | 8Gi    | hugepages-2Mi=1Gi, hugepages-1Gi=2Gi |

    Scenario: Volumes of one size
      When I apply "huge-pages/one-size.yaml"
      Then pod "huge-pages-example" is Running
      And its spec.containers[0].resources.requests matches:
        """yaml
        hugepages-2Mi: 100Mi
        memory: 100Mi
        """

    Scenario: Volumes of two sizes name theirs
      When I apply "huge-pages/two-sizes.yaml"
      Then pod "huge-pages-example" is Running

    Scenario: No node has so many
      When I apply "huge-pages/two-sizes.yaml"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: late}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                limits: {hugepages-1Gi: 1Gi, memory: 100Mi}
        """
      Then pod "huge-pages-example" is Running
      And pod "late" is Pending
      And there is an event "Warning" "FailedScheduling" for pod "late" with message:
        """
        0/1 nodes are available: 1 Insufficient hugepages-1Gi. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """

    Scenario: They are not overcommitted
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
                requests: {hugepages-2Mi: 2Mi, memory: 100Mi}
                limits: {hugepages-2Mi: 4Mi, memory: 100Mi}
        """
      Then it is Invalid:
        """
        Pod "more" is invalid: spec.containers[0].resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi
        """

  Rule: Volumes that cannot be set up

    Scenario Outline: <what>
      Given a cluster with nodes:
        | name   | memory | huge pages                           |
        | node-1 | 8Gi    | hugepages-2Mi=1Gi, hugepages-1Gi=2Gi |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: nginx
              volumeMounts:
                - {name: pages, mountPath: /pages}
              resources:
                limits: {memory: 100Mi<pages>}
          volumes:
            - name: pages
              emptyDir: {medium: <medium>}
        """
      Then there is an event "Warning" "FailedMount" for pod "app" with message:
        """
        MountVolume.SetUp failed for volume "pages" : <problem>
        """
      And pod "app" is Pending

      Examples:
        | what                | medium        | pages                                    | problem                                                                                            |
        | nothing is wanted   | HugePages     |                                          | medium HugePages: hugePages storage requested, but there is no resource request for huge pages     |
        | another size        | HugePages-1Gi | , hugepages-2Mi: 2Mi                     | medium HugePages-1Gi: hugePages storage requested, but there is no resource request for huge pages |
        | two sizes, no names | HugePages     | , hugepages-2Mi: 2Mi, hugepages-1Gi: 1Gi | medium: HugePages can't be used if container requests multiple huge page sizes                     |
        | an unknown medium   | Tape          |                                          | unknown storage medium "Tape"                                                                      |
