# The plugin ImagePolicyWebhook, with its configuration file and the kubeconfig that names the server.
Feature: A webhook decides which images may run
  It is asked about the images of a pod before anything else can run them, and what it says is remembered for a while.

  Background:
    Given a cluster with no nodes
    And the admission plugin "ImagePolicyWebhook" is on
    And the webhook "https://images.example.com/policy" denies requests when "object.spec.containers.exists(c, c.image.endsWith(':latest'))" with message "latest is no version"

  Rule: Without it nothing runs

    Background:
      Given the admission plugin "ImagePolicyWebhook" is configured:
        """yaml
        imagePolicy: {kubeConfigFile: image-policy/kubeconfig.yaml, denyTTL: 50, defaultAllow: false}
        """

    Scenario: Images are allowed or not
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          annotations: {example.image-policy.k8s.io/ticket: "42", note: mine}
        spec:
          containers:
          - {name: web, image: "nginx:1.29"}
        """
      Then it is accepted
      And the webhook "https://images.example.com/policy" was sent:
        """yaml
        apiVersion: imagepolicy.k8s.io/v1alpha1
        kind: ImageReview
        spec:
          containers: [{image: "nginx:1.29"}]
          annotations: {example.image-policy.k8s.io/ticket: "42", note: <absent>}
          namespace: default
        """
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          containers:
          - {name: db, image: "postgres:latest"}
        """
      Then it is Forbidden:
        """
        pods "db" is forbidden: image policy webhook backend denied one or more images: latest is no version
        """

    Scenario: What was said is remembered
      Given these objects:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: db}
        spec:
          replicas: 2
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers:
              - {name: db, image: "postgres:latest"}
        """
      When 10s pass
      Then the webhook "https://images.example.com/policy" was called once
      And deployment "db" has condition ReplicaFailure True with reason "FailedCreate"
      When 10 minutes pass
      Then the webhook "https://images.example.com/policy" was called 5 times

    Scenario: It cannot be asked
      Given the webhook "https://images.example.com/policy" cannot be reached because "dial tcp 192.0.2.1:443: connect: connection refused"
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: "nginx:1.29"}
        """
      Then it is Forbidden:
        """
        pods "web" is forbidden: Post "https://images.example.com/policy?timeout=30s": dial tcp 192.0.2.1:443: connect: connection refused
        """

    Scenario: It fails, and is asked again
      Given the webhook "https://images.example.com/policy" answers with status 500
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: "nginx:1.29"}
        """
      Then it is Forbidden:
        """
        pods "web" is forbidden: an error on the server ("") has prevented the request from succeeding
        """
      And the webhook "https://images.example.com/policy" was called 5 times

  Rule: Without it everything runs

    Scenario: Who cannot ask lets it run, and says so
      Given the admission plugin "ImagePolicyWebhook" is configured:
        """yaml
        imagePolicy: {kubeConfigFile: image-policy/kubeconfig.yaml, defaultAllow: true}
        """
      And the webhook "https://images.example.com/policy" answers with status 503
      When I create:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: "nginx:1.29"}
        """
      Then it is accepted
      And pod "web" has the annotation "alpha.image-policy.k8s.io/failed-open" "true"
