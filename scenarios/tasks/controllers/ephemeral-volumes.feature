# A generic ephemeral volume is a claim that lives as long as its pod.
Feature: Ephemeral volumes

  Background:
    Given a cluster

  Scenario: The claim is made for the pod and goes with it
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: builder}
      spec:
        containers: [{name: c, image: nginx}]
        volumes:
        - name: scratch
          ephemeral:
            volumeClaimTemplate:
              metadata: {labels: {of: builder}}
              spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
      """
    Then pvc "builder-scratch" exists
    And it has the label "of" "builder"
    And its metadata.ownerReferences matches:
      """yaml
      - {apiVersion: v1, kind: Pod, name: builder, controller: true, blockOwnerDeletion: true}
      """
    And there is an event "Warning" "ProvisioningFailed" for pvc "builder-scratch" with message:
      """
      storageclass.storage.k8s.io "none" not found
      """
    When I delete pod "builder"
    Then pvc "builder-scratch" does not exist

  Scenario: A claim of that name that is somebody else's is left alone
    Given I create:
      """yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: builder-scratch}
      spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
      """
    When I create:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: builder}
      spec:
        containers: [{name: c, image: nginx}]
        volumes:
        - name: scratch
          ephemeral:
            volumeClaimTemplate:
              spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
      """
    Then there is an event "Warning" "FailedBinding" for pod "builder" with message:
      """
      ephemeral volume scratch: PVC default/builder-scratch was not created for pod default/builder (pod is not owner)
      """
    And pod "builder" is Pending for 10m
