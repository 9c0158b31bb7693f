# Seeds/004, "Mutate and validate resource operations": volumes forced read-only, metadata checked, an annotation guarded.
Feature: Admission webhooks check and change what is registered
  Any check or change may be made when resources are created, updated or deleted: volumes that may only be read, metadata that
  users have to give, annotations that not everybody may change.

  Background:
    Given a cluster with 2 nodes
    And the webhook of service "guard/volumes" at "/mutate" patches objects by:
      """
      object.spec.containers.map(c, object.spec.containers.indexOf(c)).map(i,
        object.spec.containers[i].?volumeMounts.orValue([]).filter(m,
            object.spec.volumes.exists(v, v.name == m.name && has(v.hostPath))
          ).map(m, JSONPatch{
            op: "add",
            path: "/spec/containers/" + string(i) + "/volumeMounts/" + string(object.spec.containers[i].volumeMounts.indexOf(m)) + "/readOnly",
            value: true
          })
      ).flatten()
      """
    And the webhook of service "guard/metadata" at "/owner" denies requests when "!('owner' in object.metadata.?labels.orValue({}))" with message "the label owner is missing"
    And the webhook of service "guard/metadata" at "/cost" denies requests when "object.metadata.?annotations['example.com/cost-center'] != oldObject.metadata.?annotations['example.com/cost-center']" with message "only accountants change example.com/cost-center"
    And the objects in "admission-webhooks/webhooks.yaml"

  Scenario: Volumes of the node are mounted to be read
    When I apply "admission-webhooks/web.yaml"
    Then deployment "web" is Available
    And there is a pod with labels "app=web" matching:
      """yaml
      spec:
        containers:
        - name: app
          volumeMounts:
          - {name: certificates, mountPath: /certificates, readOnly: true}
          - {name: scratch, mountPath: /scratch}
      """
    And the webhook of service "guard/volumes" at "/mutate" was sent:
      """yaml
      request:
        operation: CREATE
        resource: {group: "", version: v1, resource: pods}
        userInfo: {username: "system:serviceaccount:kube-system:replicaset-controller"}
      """

  Scenario: A deployment nobody owns is refused
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orphan}
      spec:
        selector:
          matchLabels: {app: orphan}
        template:
          metadata:
            labels: {app: orphan}
          spec:
            containers:
            - {name: app, image: web:1}
      """
    Then it is Forbidden:
      """
      admission webhook "owner.metadata.example.com" denied the request: the label owner is missing
      """
    And there is no deployment "orphan"

  Scenario: Not everybody changes the annotation
    Given I apply "admission-webhooks/web.yaml"
    When I annotate deployment "web" with "example.com/cost-center=2000"
    Then it is Forbidden:
      """
      admission webhook "cost.metadata.example.com" denied the request: only accountants change example.com/cost-center
      """
    When I annotate deployment "web" with "example.com/cost-center=2000" as "carol" in groups "accountants", "system:masters"
    Then it is accepted
    And deployment "web" has the annotation "example.com/cost-center" "2000"

  Scenario: A webhook that cannot be asked holds everything up, unless it may be passed by
    Given I apply "admission-webhooks/web.yaml"
    And the webhook of service "guard/metadata" at "/cost" answers after 10s
    When I scale deployment "web" to 2 replicas
    Then it is accepted
    When I label deployment "web" with "tier=front"
    Then it is InternalError:
      """
      Internal error occurred: failed calling webhook "cost.metadata.example.com": failed to call webhook: Post "https://metadata.guard.svc:443/cost?timeout=5s": context deadline exceeded
      """
    When I JSON-patch validating webhook configuration "metadata" with:
      """yaml
      - {op: replace, path: /webhooks/1/failurePolicy, value: Ignore}
      """
    And I label deployment "web" with "tier=front"
    Then it is accepted

  Scenario: A dry run asks only webhooks without side effects
    Given I JSON-patch validating webhook configuration "metadata" with:
      """yaml
      - {op: replace, path: /webhooks/0/sideEffects, value: NoneOnDryRun}
      """
    When I send `POST /apis/apps/v1/namespaces/default/deployments?dryRun=All` with:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orphan}
      spec:
        selector:
          matchLabels: {app: orphan}
        template:
          metadata:
            labels: {app: orphan}
          spec:
            containers:
            - {name: app, image: web:1}
      """
    Then it is Forbidden with message "admission webhook \"owner.metadata.example.com\" denied the request: the label owner is missing"
    And the webhook of service "guard/metadata" at "/owner" was sent:
      """yaml
      request: {dryRun: true, options: {dryRun: [All]}}
      """
