Feature: What probes and hooks say when they cannot ask

  Background:
    Given a cluster

  Scenario: A probe of a port that no container names
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: nginx
          image: nginx
          ports: [{name: http, containerPort: 80}]
          readinessProbe: {httpGet: {port: web}, periodSeconds: 1}
      """
    Then there is an event "Warning" "Unhealthy" for pod "web" with message "Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing \"web\": invalid syntax"

  Scenario: A hook over TLS asks a server without TLS once more
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: nginx
          image: nginx
          lifecycle:
            postStart: {httpGet: {port: 80, scheme: HTTPS}}
      """
    Then pod "web" is Running
    And there is an event "Warning" "LifecycleHTTPFallback" for pod "web" with message containing "got HTTP response, retry with HTTP succeeded"
