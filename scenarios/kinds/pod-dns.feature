Feature: How pods resolve names

  Background:
    Given a cluster

  Scenario: A pod with a resolver of its own
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: dns-example}
      spec:
        restartPolicy: Never
        containers:
        - {name: test, image: busybox, command: [cat, /etc/resolv.conf]}
        dnsPolicy: None
        dnsConfig:
          nameservers: [192.0.2.1]
          searches: [ns1.svc.cluster-domain.example, my.dns.search.suffix]
          options:
          - {name: ndots, value: "2"}
          - {name: edns0}
      """
    Then pod "dns-example" is Succeeded
    And it has logged:
      """
      search ns1.svc.cluster-domain.example my.dns.search.suffix
      nameserver 192.0.2.1
      options ndots:2 edns0
      """

  Scenario: More servers than a resolver takes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: many}
      spec:
        containers:
        - {name: app, image: nginx}
        dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
      """
    Then there is an event "Warning" "DNSConfigForming" for pod "many" with message:
      """
      Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 10.96.0.10 192.0.2.1 192.0.2.2
      """

  Scenario: The hosts a pod knows
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: hosts}
      spec:
        restartPolicy: Never
        hostAliases:
        - {ip: 127.0.0.1, hostnames: [foo.local, bar.local]}
        containers:
        - {name: test, image: busybox, command: [tail, "-n", "6", /etc/hosts]}
      """
    Then pod "hosts" is Succeeded
    And it has logged "fe00::2	ip6-allrouters"
    And it has logged "# Entries added by HostAliases."
    And it has logged "127.0.0.1	foo.local	bar.local"
