# Seeds/000: "Pod Security Policy" is gone since v1.25; namespaces are held to the Pod Security Standards instead.
Feature: What pods may do, in place of PodSecurityPolicy

  Background:
    Given a cluster with 2 nodes

  Scenario: PodSecurityPolicy is no longer served
    When I send `GET /apis/policy/v1beta1/podsecuritypolicies`
    Then it is NotFound:
      """
      the server could not find the requested resource
      """

  Rule: baseline keeps pods from taking over their node

    Background:
      Given the namespace "shop" enforcing "baseline"

    Scenario Outline: <what> is refused
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec: <spec>
        """
      Then it is Forbidden:
        """
        pods "agent" is forbidden: violates PodSecurity "baseline:latest": <why>
        """

      Examples:
        | what               | spec                                                                                         | why                                                                                                         |
        | a privileged pod   | {containers: [{name: app, image: app, securityContext: {privileged: true}}]}                 | privileged (container "app" must not set securityContext.privileged=true)                                   |
        | the node's network | {hostNetwork: true, containers: [{name: app, image: app, ports: [{containerPort: 80}]}]}     | host namespaces (hostNetwork=true), hostPort (container "app" uses hostPort 80)                             |
        | a path of the node | {containers: [{name: app, image: app}], volumes: [{name: root, hostPath: {path: /}}]}        | hostPath volumes (volume "root")                                                                            |
        | a capability       | {containers: [{name: app, image: app, securityContext: {capabilities: {add: [NET_ADMIN]}}}]} | non-default capabilities (container "app" must not include "NET_ADMIN" in securityContext.capabilities.add) |

    Scenario: A plain pod runs
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: app, image: web}]
        """
      Then pod "web" is Running

  Rule: restricted asks for more

    Scenario: A plain pod is refused, and says all that is missing
      Given the namespace "shop" enforcing "restricted"
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: app, image: web}]
        """
      Then it is Forbidden:
        """
        pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
        """

    Scenario: A workload is only warned, its pods are refused
      Given the namespace "shop" enforcing "restricted"
      When I create:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: app, image: web}]
        """
      Then it is accepted with the warning "would violate PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"app\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"app\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"app\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"app\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")"
      And there are 0 pods for 5 minutes
      And there is an event "Warning" "FailedCreate" with message:
        """
        Error creating: pods "web-<hash>-<hash>" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
        """

  Rule: Namespaces can be warned first

    Scenario: A stricter level tells what would be refused
      Given the namespace "shop"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          hostNetwork: true
          containers: [{name: app, image: agent}]
        """
      When I label namespace "shop" with "pod-security.kubernetes.io/enforce=baseline"
      Then it is accepted with the warning "existing pods in namespace \"shop\" violate the new PodSecurity enforce level \"baseline:latest\""
      And pod "agent" is Running

    Scenario: What is only warned of is accepted
      Given a namespace "lab" with labels "pod-security.kubernetes.io/warn=baseline"
      When I apply in namespace "lab":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          hostNetwork: true
          containers: [{name: app, image: agent}]
        """
      Then it is accepted with the warning "would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"

    Scenario: A wrong level is no level
      When I create:
        """yaml
        apiVersion: v1
        kind: Namespace
        metadata:
          name: typo
          labels: {pod-security.kubernetes.io/enforce: strict}
        """
      Then it is Invalid with causes:
        | field                                               | reason            | message                                                                  |
        | metadata.labels[pod-security.kubernetes.io/enforce] | FieldValueInvalid | Invalid value: "strict": must be one of privileged, baseline, restricted |

  Rule: Privileged containers are for cluster administrators: an agent on every node, and nobody else

    Background:
      Given a namespace "monitoring" with labels "pod-security.kubernetes.io/enforce=privileged"
      And the namespace "shop" enforcing "baseline"
      And a user "alice" in groups "developers"
      And the role "developer" allows "alice" to create, get and list pods and deployments.apps

    Scenario: The administrator's agent runs privileged on every node
      When I apply in namespace "monitoring":
        """yaml
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: node-exporter}
        spec:
          selector: {matchLabels: {app: node-exporter}}
          template:
            metadata: {labels: {app: node-exporter}}
            spec:
              hostNetwork: true
              containers: [{name: agent, image: node-exporter, securityContext: {privileged: true}}]
        """
      Then it is accepted without warnings
      And 2 pods with labels "app=node-exporter" are Running in namespace "monitoring"

    Scenario: A developer may neither in her namespace nor in that of the agents
      When I create as "alice":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec: {containers: [{name: agent, image: node-exporter, securityContext: {privileged: true}}]}
        """
      Then it is Forbidden:
        """
        pods "agent" is forbidden: violates PodSecurity "baseline:latest": privileged (container "agent" must not set securityContext.privileged=true)
        """
      When I create in namespace "monitoring" as "alice":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec: {containers: [{name: agent, image: node-exporter, securityContext: {privileged: true}}]}
        """
      Then it is Forbidden:
        """
        pods is forbidden: User "alice" cannot create resource "pods" in API group "" in the namespace "monitoring"
        """

  Rule: What a container may run as

    Scenario Outline: <what>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext: <context>
          containers: [{name: app, image: busybox, command: [sh, -c, "id; sleep 1d"]}]
        """
      And 2s pass
      Then the status.containerStatuses[0].state of pod "app" is immediately:
        """yaml
        <state>
        """

      Examples:
        | what                             | context                               | state                                                                                                                                                            |
        | A user of its own                | {runAsUser: 1000, runAsNonRoot: true} | {running: {startedAt: <any>}}                                                                                                                                    |
        | Not root, and the image is root  | {runAsNonRoot: true}                  | {waiting: {reason: CreateContainerConfigError, message: "container has runAsNonRoot and image will run as root (pod: \"app_default(<uuid>)\", container: app)"}} |
        | Not root, and root by its number | {runAsNonRoot: true, runAsUser: 0}    | {waiting: {reason: CreateContainerConfigError, message: "container's runAsUser breaks non-root policy (pod: \"app_default(<uuid>)\", container: app)"}}          |
