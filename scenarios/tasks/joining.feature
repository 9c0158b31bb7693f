# What `kubeadm join` trusts a cluster by, of which it has only a token.
Feature: Bootstrap tokens sign what new nodes are told of the cluster

  Background:
    Given a cluster
    And I apply "joining/cluster-info.yaml"
    And I apply "joining/token.yaml"

  Scenario: The public kubeconfig bears a signature made with each token
    Then the data of configmap "cluster-info" in namespace "kube-public" is:
      """yaml
      kubeconfig: |
        apiVersion: v1
        kind: Config
      jws-kubeconfig-07401b: eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..V7vfbveur77TnlLQz-hsORPxM3IuWz8GI4hOaPAzkdk
      """

  Scenario: When the token ends it is cleaned up, and its signature goes
    When 59 minutes pass
    Then secret "bootstrap-token-07401b" exists in namespace "kube-system"
    And the data.jws-kubeconfig-07401b of configmap "cluster-info" in namespace "kube-public" is present
    When 1 minute passes
    Then secret "bootstrap-token-07401b" does not exist in namespace "kube-system"
    And the data.jws-kubeconfig-07401b of configmap "cluster-info" in namespace "kube-public" is absent

  Scenario: A token that may not sign does not
    When I patch secret "bootstrap-token-07401b" in namespace "kube-system" with:
      """yaml
      stringData: {usage-bootstrap-signing: "false"}
      """
    Then the data.jws-kubeconfig-07401b of configmap "cluster-info" in namespace "kube-public" is absent
