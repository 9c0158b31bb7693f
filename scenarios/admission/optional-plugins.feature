Feature: Admission plugins that are off unless asked for

  Scenario: AlwaysPullImages
    Given the admission plugin "AlwaysPullImages" is on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers: [{name: app, image: "web:1", imagePullPolicy: Never}]
      """
    Then the spec.containers[0].imagePullPolicy of pod "web" is "Always"

  Scenario: AlwaysDeny
    Given the admission plugin "AlwaysDeny" is on
    And a cluster with no nodes
    When I create the namespace "shop"
    Then it is Forbidden with message "namespaces \"shop\" is forbidden: admission control is denying all modifications"

  Scenario: PodNodeSelector keeps a namespace to its nodes
    Given the admission plugin "PodNodeSelector" is configured:
      """yaml
      podNodeSelectorPluginConfig:
        clusterDefaultNodeSelector: pool=general
        lab: pool=lab,disk=ssd
      """
    And the admission plugin "PodNodeSelector" is on
    And these objects:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: lab
        annotations: {scheduler.alpha.kubernetes.io/node-selector: pool=lab}
      """
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: anywhere}
      spec:
        containers: [{name: app, image: app}]
      """
    Then the spec.nodeSelector of pod "anywhere" is {pool: "general"}
    When I apply in namespace "lab":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: elsewhere}
      spec:
        nodeSelector: {pool: general}
        containers: [{name: app, image: app}]
      """
    Then it is Forbidden:
      """
      pods "elsewhere" is forbidden: pod node label selector conflicts with its namespace node label selector
      """
    When I apply in namespace "lab":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: gpu}
      spec:
        nodeSelector: {accelerator: gpu}
        containers: [{name: app, image: app}]
      """
    Then it is Forbidden:
      """
      pods "gpu" is forbidden: pod node label selector labels conflict with its namespace whitelist
      """

  Scenario: PodTolerationRestriction gives and allows tolerations
    Given the admission plugin "PodTolerationRestriction" is on
    And these objects:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: lab
        annotations:
          scheduler.alpha.kubernetes.io/defaultTolerations: '[{"key":"pool","operator":"Equal","value":"lab","effect":"NoSchedule"}]'
          scheduler.alpha.kubernetes.io/tolerationsWhitelist: '[{"key":"pool","operator":"Exists"},{"key":"node.kubernetes.io/not-ready","operator":"Exists"},{"key":"node.kubernetes.io/unreachable","operator":"Exists"}]'
      """
    When I apply in namespace "lab":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: test}
      spec:
        containers: [{name: app, image: app}]
      """
    Then the spec.tolerations of pod "test" in namespace "lab" contains {key: "pool", operator: "Equal", value: "lab", effect: "NoSchedule"}
    When I apply in namespace "lab":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: everywhere}
      spec:
        tolerations: [{operator: Exists}]
        containers: [{name: app, image: app}]
      """
    Then it is refused with message "pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist"

  Scenario: ExtendedResourceToleration
    Given the admission plugin "ExtendedResourceToleration" is on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: train}
      spec:
        containers:
        - name: app
          image: app
          resources: {limits: {example.com/gpu: 1}}
      """
    Then the spec.tolerations of pod "train" contains {key: "example.com/gpu", operator: "Exists", effect: "NoSchedule"}

  Scenario: DenyServiceExternalIPs
    Given the admission plugin "DenyServiceExternalIPs" is on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        ports: [{port: 80}]
        externalIPs: [192.0.2.1]
      """
    Then it is Forbidden with message "services \"web\" is forbidden: Use of external IPs is denied by admission control"

  Scenario: LimitPodHardAntiAffinityTopology
    Given the admission plugin "LimitPodHardAntiAffinityTopology" is on
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        affinity:
          podAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: topology.kubernetes.io/zone
              labelSelector: {matchLabels: {app: web}}
        containers: [{name: app, image: app}]
      """
    Then it is Forbidden:
      """
      pods "web" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey topology.kubernetes.io/zone but only key kubernetes.io/hostname is allowed
      """

  Scenario: NamespaceAutoProvision makes the namespace
    Given the admission plugin "NamespaceAutoProvision" is on
    When I apply in namespace "new":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then namespace "new" exists
    And configmap "settings" in namespace "new" exists

  Scenario: NamespaceExists in place of NamespaceLifecycle
    Given the admission plugin "NamespaceExists" is on
    And the admission plugin "NamespaceLifecycle" is off
    When I apply in namespace "nowhere":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then it is NotFound with message "namespaces \"nowhere\" not found"

  Scenario: OwnerReferencesPermissionEnforcement
    Given the admission plugin "OwnerReferencesPermissionEnforcement" is on
    And these objects:
      """yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: writer}
      rules:
      - {apiGroups: [""], resources: [configmaps], verbs: [get, create, update, patch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: alice}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: writer}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: child}
      """
    When I create as "alice":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: dependent
        ownerReferences:
        - {apiVersion: v1, kind: ConfigMap, name: child, uid: u, blockOwnerDeletion: true}
      """
    Then it is Forbidden:
      """
      configmaps "dependent" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>
      """
    When as "alice", I patch configmap "child" with:
      """yaml
      metadata:
        ownerReferences:
        - {apiVersion: v1, kind: ConfigMap, name: other, uid: u}
      """
    Then it is Forbidden:
      """
      configmaps "child" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>
      """

  Scenario: EventRateLimit
    Given the admission plugin "EventRateLimit" is configured:
      """yaml
      apiVersion: eventratelimit.admission.k8s.io/v1alpha1
      kind: Configuration
      limits:
      - {type: Namespace, qps: 1, burst: 1}
      """
    And the admission plugin "EventRateLimit" is on
    And a cluster with no nodes
    When I create in namespace "default":
      """yaml
      apiVersion: v1
      kind: Event
      metadata: {name: first}
      involvedObject: {kind: Pod, namespace: default, name: web}
      reason: Noticed
      """
    And I create in namespace "default":
      """yaml
      apiVersion: v1
      kind: Event
      metadata: {name: second}
      involvedObject: {kind: Pod, namespace: default, name: web}
      reason: Noticed
      """
    Then it is TooManyRequests with message "Too many requests: limit reached on type Namespace for key default"
    When 1s passes
    And I create in namespace "default":
      """yaml
      apiVersion: v1
      kind: Event
      metadata: {name: third}
      involvedObject: {kind: Pod, namespace: default, name: web}
      reason: Noticed
      """
    Then it is accepted
