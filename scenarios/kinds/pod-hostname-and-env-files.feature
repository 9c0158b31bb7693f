Feature: What a pod is called, and variables it reads from files

  Background:
    Given a cluster

  Rule: Names

    Scenario: A name of its own; the domain does not show by itself
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: busybox-1}
        spec:
          hostname: one
          subdomain: sub
          containers:
          - {name: app, image: busybox, command: [sh, -c, "hostname; sleep 1h"]}
        """
      Then container "app" of pod "busybox-1" has logged:
        """
        one
        """

    Scenario: The whole name
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: busybox-1}
        spec:
          hostname: one
          subdomain: sub
          setHostnameAsFQDN: true
          containers:
          - {name: app, image: busybox, command: [sh, -c, "hostname; grep one /etc/hosts | cut -f2,3; sleep 1h"]}
        """
      Then container "app" of pod "busybox-1" has logged:
        """
        one.sub.default.svc.cluster.local
        one.sub.default.svc.cluster.local	one
        """

    Scenario: A whole name the kernel does not take
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: long}
        spec:
          hostname: a-name-that-is-rather-long-for-a-host
          subdomain: sub
          setHostnameAsFQDN: true
          containers:
          - {name: app, image: busybox}
        """
      Then there is an event "Warning" "FailedCreatePodSandBox" for pod "long" with message:
        """
        Failed to create pod sandbox: failed to construct FQDN from pod hostname and cluster domain, FQDN a-name-that-is-rather-long-for-a-host.sub.default.svc.cluster.local is too long (64 characters is the max, 67 characters requested)
        """

    Scenario: Another name
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: busybox-1}
        spec:
          hostnameOverride: mail.example.org
          containers:
          - {name: app, image: busybox, command: [sh, -c, "hostname; sleep 1h"]}
        """
      Then pod "busybox-1" has logged "mail.example.org"

  Rule: Variables from files

    Scenario: What an init container writes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          initContainers:
          - name: setup
            image: busybox
            command: [sh, -c, "echo \"DB_ADDRESS='address'\" > /data/config.env"]
            volumeMounts: [{name: config, mountPath: /data}]
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "echo $DB_ADDRESS; sleep 1h"]
            env:
            - name: DB_ADDRESS
              valueFrom: {fileKeyRef: {path: config.env, volumeName: config, key: DB_ADDRESS, optional: false}}
          volumes: [{name: config, emptyDir: {}}]
        """
      Then pod "reader" has logged "address"

    Scenario: A file that is not written so
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          initContainers:
          - name: setup
            image: busybox
            command: [sh, -c, "echo DB_ADDRESS=address > /data/config.env"]
            volumeMounts: [{name: config, mountPath: /data}]
          containers:
          - name: app
            image: busybox
            env:
            - name: DB_ADDRESS
              valueFrom: {fileKeyRef: {path: config.env, volumeName: config, key: DB_ADDRESS, optional: false}}
          volumes: [{name: config, emptyDir: {}}]
        """
      Then container "app" of pod "reader" is Waiting with reason "CreateContainerConfigError"
      And its status.containerStatuses[0].state.waiting.message is "couldn't parse env file"

    Scenario: A path with a variable in it
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: paths}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sh, -c, "touch /logs/hello; ls /all; ls /all/paths; sleep 1h"]
            env: [{name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
            volumeMounts:
            - {name: data, mountPath: /logs, subPathExpr: $(POD_NAME)}
            - {name: data, mountPath: /all}
          volumes: [{name: data, emptyDir: {}}]
        """
      Then container "app" of pod "paths" has logged:
        """
        paths
        hello
        """

    Scenario: A variable in a path that is not there
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: paths}
        spec:
          containers:
          - name: app
            image: busybox
            volumeMounts: [{name: data, mountPath: /logs, subPathExpr: $(POD_NAME)}]
          volumes: [{name: data, emptyDir: {}}]
        """
      Then container "app" of pod "paths" is Waiting with reason "CreateContainerConfigError"
      And its status.containerStatuses[0].state.waiting.message is "missing value for POD_NAME"
