Feature: Admission policies in CEL

  Background:
    Given a cluster with 1 node
    And the namespace "shop" with labels "team=shop"

  Rule: ValidatingAdmissionPolicy

    Scenario: Parameters, conditions, variables and messages of their own
      Given these objects:
        """yaml
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: replica-limit}
        spec:
          failurePolicy: Fail
          paramKind: {apiVersion: v1, kind: ConfigMap}
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          matchConditions:
          - name: not-exempt
            expression: "!('exempt' in object.metadata.?labels.orValue({}))"
          variables:
          - {name: limit, expression: "int(params.data.maxReplicas)"}
          - {name: team, expression: "namespaceObject.metadata.?labels['team'].orValue('nobody')"}
          validations:
          - expression: "object.spec.replicas <= variables.limit"
            messageExpression: "'team ' + variables.team + ' may have ' + string(variables.limit) + ' replicas'"
            reason: Invalid
          auditAnnotations:
          - {key: replicas, valueExpression: "string(object.spec.replicas)"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: shops}
        spec:
          policyName: replica-limit
          validationActions: [Deny, Audit]
          paramRef: {name: limits, parameterNotFoundAction: Deny}
          matchResources:
            namespaceSelector: {matchLabels: {team: shop}}
        """
      When I create:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: &spec
          replicas: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web}]}
        """
      Then it is Invalid:
        """
        deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'replica-limit' with binding 'shops' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction
        """
      Given these objects:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: limits}
        data: {maxReplicas: "3"}
        """
      When I create:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web}]}
        """
      Then it is Invalid with causes:
        | message                                                                                                      |
        | ValidatingAdmissionPolicy 'replica-limit' with binding 'shops' denied request: team shop may have 3 replicas |
      When I create:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {exempt: "yes"}}
        spec:
          replicas: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web}]}
        """
      Then it is accepted
      When I create in namespace "default":
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web}]}
        """
      Then it is accepted

    Scenario: A binding that only warns
      Given these objects:
        """yaml
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: named-images}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          validations:
          - expression: "object.spec.containers.all(c, !c.image.endsWith(':latest'))"
            message: images have versions
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: named-images}
        spec: {policyName: named-images, validationActions: [Warn]}
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: app, image: "web:latest"}]}
        """
      Then it is accepted with the warning "Validation failed for ValidatingAdmissionPolicy 'named-images' with binding 'named-images': images have versions"

    Scenario: Who may do what takes part in it
      Given these objects:
        """yaml
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: keepers}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [configmaps]}
          validations:
          - expression: "oldObject.metadata.name != 'precious' || authorizer.group('').resource('configmaps').namespace(request.namespace).check('keep').allowed()"
            message: only keepers delete what is precious
            reason: Forbidden
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: keepers}
        spec: {policyName: keepers, validationActions: [Deny]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: precious}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: cleaner}
        rules: [{apiGroups: [""], resources: [configmaps], verbs: [delete]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: cleaner}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: cleaner}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
        """
      When I delete configmap "precious" as "alice"
      Then it is Forbidden with message "configmaps \"precious\" is forbidden: ValidatingAdmissionPolicy 'keepers' with binding 'keepers' denied request: only keepers delete what is precious"
      When I delete configmap "precious"
      Then it is accepted

    Scenario: Expressions that cannot be right are warned of in the status
      When I apply:
        """yaml
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: mistaken}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
          validations:
          - expression: "object.replicas > 1"
          - expression: "object.spec.replicas > 1"
        """
      Then the status of validatingadmissionpolicy "mistaken" is:
        """yaml
        observedGeneration: 1
        typeChecking:
          expressionWarnings:
          - fieldRef: spec.validations[0].expression
            warning: |
              apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'replicas'
               | object.replicas > 1
               | ......^
        """

  Rule: MutatingAdmissionPolicy

    Scenario: Policies change objects, and webhooks see what they made
      Given these objects:
        """yaml
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: owner}
        spec:
          reinvocationPolicy: IfNeeded
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
          matchConditions:
          - {name: no-owner, expression: "!('owner' in object.metadata.?labels.orValue({}))"}
          mutations:
          - patchType: ApplyConfiguration
            applyConfiguration:
              expression: "Object{metadata: Object.metadata{labels: {'owner': request.userInfo.username}}}"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: owner}
        spec: {policyName: owner}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: looker}
        webhooks:
        - name: looker.example.com
          clientConfig: {url: "https://hooks.example.com/look"}
          rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
          namespaceSelector: {matchLabels: {team: shop}}
          admissionReviewVersions: [v1]
          sideEffects: None
        """
      And the webhook "https://hooks.example.com/look" allows all requests
      When I create:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """
      Then configmap "settings" has the label "owner" "admin"
      And the webhook "https://hooks.example.com/look" was sent:
        """yaml
        request: {object: {metadata: {name: settings, labels: {owner: admin}}}}
        """
