# Seeds/001 section 11: the CPU manager, one of the Topology Manager's hint providers.
Feature: CPU manager — CPUs a container has for itself
  The node has four cores of two threads each: CPUs 0 and 4, 1 and 5, 2 and 6, 3 and 7.

  Background:
    Given a cluster with nodes:
      | name   | cpu | threads |
      | node-1 | 8   | 2       |
    And the kubelet is configured:
      """yaml
      cpuManagerPolicy: static
      reservedSystemCPUs: "0,4"
      """

  Rule: The static policy

    Scenario: Whole cores where they are needed, shared ones filled up where they are not
      When I apply "cpu-manager/cpus-2.yaml"
      Then pod "cpus-2" is Running
      And container "app" of it has exclusive CPUs "1,5"
      When I apply "cpu-manager/cpus-1.yaml"
      Then pod "cpus-1" is Running
      And container "app" of it has exclusive CPUs "2"
      When I apply "cpu-manager/cpus-3.yaml"
      Then pod "cpus-3" is Running
      And container "app" of it has exclusive CPUs "3,6-7"
      And the status.allocatable.cpu of node "node-1" is "6"

    Scenario: What asks for no whole CPUs shares the rest
      When I apply "cpu-manager/shared.yaml"
      Then pod "shared" is Running
      And its status.qosClass is "Guaranteed"
      And container "app" of it has no exclusive CPUs

    Scenario: CPUs come back when a pod is over
      When I apply "cpu-manager/cpus-4.yaml"
      Then pod "cpus-4" is Running
      And container "app" of it has exclusive CPUs "1-2,5-6"
      When I delete pod "cpus-4"
      Then there is no pod "cpus-4"
      When I apply "cpu-manager/cpus-3.yaml"
      Then pod "cpus-3" is Running
      And container "app" of it has exclusive CPUs "1-2,5"

    Scenario: CPUs of init containers are used again
      When I apply "cpu-manager/init.yaml"
      Then pod "init" is Running
      And container "prepare" of it has exclusive CPUs "1-2,5"
      And container "one" of it has exclusive CPUs "1,5"
      And container "two" of it has exclusive CPUs "2"

    Scenario Outline: What a container sees of its CPUs: <what>
      When I apply "cpu-manager/cpus-2.yaml"
      Then pod "cpus-2" is Running
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: looking}
        spec:
          restartPolicy: Never
          containers:
            - name: app
              image: busybox
              command: [sh, -c, nproc; cd /sys/fs/cgroup; cat cpuset.cpus.effective cpu.max memory.max]
              resources:
                limits: {<limits>}
        """
      Then pod "looking" is Succeeded
      And container "app" of it has logged:
        """
        <count>
        <cpus>
        <quota> 100000
        <memory>
        """

      Examples:
        | what                         | limits                   | count | cpus      | quota  | memory    |
        | its own, without a quota     | cpu: "2", memory: 100Mi  | 2     | 2,6       | max    | 104857600 |
        | those nobody has for himself | cpu: 1500m, memory: 10Mi | 6     | 0,2-4,6-7 | 150000 | 10485760  |
        | without limits               |                          | 6     | 0,2-4,6-7 | max    | max       |

  Rule: Options

    Scenario: full-pcpus-only refuses parts of cores
      Given the kubelet is configured:
        """yaml
        cpuManagerPolicyOptions: {full-pcpus-only: "true"}
        """
      When I apply "cpu-manager/cpus-1.yaml"
      Then pod "cpus-1" is Failed
      And its status.reason is "SMTAlignmentError"
      And its status.message is "Pod was rejected: SMT Alignment Error: requested 1 cpus not multiple cpus per core = 2"
      And there is an event "Warning" "SMTAlignmentError" for it with message "SMT Alignment Error: requested 1 cpus not multiple cpus per core = 2"
      When I apply "cpu-manager/cpus-2.yaml"
      Then pod "cpus-2" is Running

    Scenario: full-pcpus-only counts the cores that hold a reserved CPU as taken
      Given the kubelet is configured:
        """yaml
        reservedSystemCPUs: "0"
        cpuManagerPolicyOptions: {full-pcpus-only: "true"}
        """
      When I apply "cpu-manager/cpus-4.yaml"
      Then pod "cpus-4" is Running
      And container "app" of it has exclusive CPUs "1-2,5-6"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: late}
        spec:
          nodeName: node-1
          containers:
            - name: app
              image: nginx
              resources:
                limits: {cpu: "4", memory: 100Mi}
        """
      Then pod "late" is Failed
      And its status.message is "Pod was rejected: SMT Alignment Error: not enough free physical CPUs: available physical CPUs = 2, requested CPUs = 4, CPUs per core = 2"

    Scenario Outline: distribute-cpus-across-numa is <distribute>
      Given a cluster with nodes:
        | name   | cpu | numa |
        | node-1 | 12  | 2    |
      And the kubelet is configured:
        """yaml
        reservedSystemCPUs: "0-1"
        cpuManagerPolicyOptions: {distribute-cpus-across-numa: "<distribute>"}
        """
      When I apply "cpu-manager/cpus-8.yaml"
      Then pod "cpus-8" is Running
      And container "app" of it has exclusive CPUs "<cpus>"

      Examples:
        | distribute | cpus     |
        | true       | 2-9      |
        | false      | 2-3,6-11 |

    Scenario Outline: prefer-align-cpus-by-uncorecache is <prefer>
      Given a cluster with nodes:
        | name   | cpu | caches |
        | node-1 | 16  | 4      |
      And the kubelet is configured:
        """yaml
        reservedSystemCPUs: "0-1"
        cpuManagerPolicyOptions: {prefer-align-cpus-by-uncorecache: "<prefer>"}
        """
      When I apply "cpu-manager/cpus-4.yaml"
      Then pod "cpus-4" is Running
      And container "app" of it has exclusive CPUs "<four>"
      When I apply "cpu-manager/cpus-3.yaml"
      Then pod "cpus-3" is Running
      And container "app" of it has exclusive CPUs "<three>"

      Examples:
        | prefer | four | three |
        | true   | 4-7  | 8-10  |
        | false  | 2-5  | 6-8   |

    Scenario Outline: distribute-cpus-across-cores is <distribute>
      Given the feature gate "CPUManagerPolicyAlphaOptions" is on
      And the kubelet is configured:
        """yaml
        cpuManagerPolicyOptions: {distribute-cpus-across-cores: "<distribute>"}
        """
      When I apply "cpu-manager/cpus-3.yaml"
      Then pod "cpus-3" is Running
      And container "app" of it has exclusive CPUs "<cpus>"

      Examples:
        | distribute | cpus  |
        | true       | 1-3   |
        | false      | 1-2,5 |

    Scenario Outline: align-by-socket is <align>
      One CPU of each NUMA node of the first socket is kept from pods, so that two of a pod cannot lie on one of them.

      Given a cluster with nodes:
        | name   | cpu | numa | sockets |
        | node-1 | 8   | 4    | 2       |
      And the feature gate "CPUManagerPolicyAlphaOptions" is on
      And the kubelet is configured:
        """yaml
        reservedSystemCPUs: "0,2"
        topologyManagerPolicy: restricted
        cpuManagerPolicyOptions: {align-by-socket: "<align>"}
        """
      When I apply "cpu-manager/cpus-2.yaml"
      Then pod "cpus-2" is Running
      And container "app" of it has exclusive CPUs "4-5"
      When I apply "cpu-manager/again-2.yaml"
      Then pod "again-2" is Running
      And container "app" of it has exclusive CPUs "6-7"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: third-2}
        spec:
          containers:
            - name: app
              image: nginx
              resources:
                limits: {cpu: "2", memory: 100Mi}
        """
      Then pod "third-2" is <phase>

      Examples:
        | align | phase   |
        | true  | Running |
        | false | Failed  |

  Rule: A kubelet that is configured wrongly does not start

    Scenario Outline: <what>
      Given a node "other"
      And the kubelet of node "other" is configured:
        """yaml
        cpuManagerPolicy: <policy>
        reservedSystemCPUs: "<reserved>"
        cpuManagerPolicyOptions: {<options>}
        """
      Then the kubelet of node "other" does not start:
        """
        <error>
        """

      Examples:
        | what                      | policy | reserved | options                                                                       | error                                                                                                                                            |
        | nothing is reserved       | static |          |                                                                               | [cpumanager] unable to determine reserved CPU resources for static policy                                                                        |
        | a CPU that is not there   | static | 9        |                                                                               | reserved-cpus: 9 is not a subset of online-cpus: 0-3                                                                                             |
        | an unknown policy         | most   | 0        |                                                                               | unknown policy: "most"                                                                                                                           |
        | an unknown option         | static | 0        | all-cpus: "true"                                                              | new static policy error: unknown CPU Manager Policy option: "all-cpus"                                                                           |
        | an option that is alpha   | static | 0        | align-by-socket: "true"                                                       | new static policy error: CPU Manager Policy Alpha-level Options not enabled, but option "align-by-socket" provided                               |
        | an option without meaning | none   | 0        | full-pcpus-only: "true"                                                       | new none policy error: None policy: received unsupported options=map[full-pcpus-only:true]                                                       |
        | options that exclude      | static | 0        | prefer-align-cpus-by-uncorecache: "true", distribute-cpus-across-numa: "true" | new static policy error: static policy options prefer-align-cpus-by-uncorecache and distribute-cpus-across-numa can not be used at the same time |
        | no truth value            | static | 0        | full-pcpus-only: "yes"                                                        | new static policy error: bad value for option "full-pcpus-only": strconv.ParseBool: parsing "yes": invalid syntax                                |

  Rule: What is exclusive is not resized

    Scenario: A Guaranteed pod keeps its CPUs
      When I apply "cpu-manager/cpus-2.yaml"
      Then pod "cpus-2" is Running
      When I send `PATCH /api/v1/namespaces/default/pods/cpus-2/resize` with:
        """yaml
        - {op: replace, path: /spec/containers/0/resources/limits/cpu, value: "3"}
        - {op: replace, path: /spec/containers/0/resources/requests/cpu, value: "3"}
        """
      Then pod "cpus-2" has condition PodResizePending True with reason "Infeasible"
      And its status.conditions[type=PodResizePending].message is "Resize is infeasible for Guaranteed Pods alongside CPU Manager policy \"static\""
      And container "app" of it has exclusive CPUs "1,5"
