Feature: CertificateSigningRequest

  Background:
    Given a cluster with no nodes

  Scenario: Who asks is written into it
    When I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: erin}
      spec:
        request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ2FUQ0NBVkVDQVFBd0pERVRNQkVHQTFVRUNnd0taR1YyWld4dmNHVnljekVOTUFzR0ExVUVBd3dFWlhKcApiakNDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUEFEQ0NBUW9DZ2dFQkFMRkVLdnQxYmR3R1EwZXI2ME1kCjFESlhzZlZwYUJKTkhiUnJtTW1jaUxrTzNSM3FKVmpoZW5MUWN3SklRSWZwbmhBa1U5Qk5MbHBVbktJRkZ6MEgKZ1A0SnRzSGJmSU83UHBoT2Q2RXdPM29vUkd5YW1VeTdiMDFiZUhlUWhyZTQwTytEZXlQZ3cvU21BY3BkNGMyVgpoWVY2Vjg4TVFTZ09iaWNqcFpIUU1EMUQzYVQ1SGExT3lSREhWZGRnQktyTUxod051TGNoaUY5RkRZekFhZkNNCkgvUVpXU0V4T3pZTWE3Mldiek5hdUtXYlRWMGduM1ZJdzdmQXR4blNqT2JuUncrUDhoeDRZU1cxVVdEbUs4RWsKaUUvU3FCQWYvV2hDTVJJdE9VeUJ2dFRtYWdhcldtNjAwejdBZ0xtd0RqTjlkdTFzK3FxRFByRi9RSGdnNlBsYQpmc0VDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQUE0SUJBUUFnTGJkaXdRbmJiUlNaUW9YaUthVldEZ0MyCnNNRHRUU0NRUW1DZVY1Q1lBaGtaeG8yNUsraytpOWZCOCt4R2tXTmJleUJ0K0JxWmI1bEpmdVlhdFBSVzFvNTgKd3VHZFdMMDJ4RlRDdzZGQ3FrblAyQ3VrOWpRem5QKzdIbFR3Z1V6d0ZHdFowM281b0VaWUJ2MTcyTjVrYmV5dAowSTRCVjFyMmhyc1VEY0gyZWpJZWhPbk5wWWI1VFBxb1d1K0JmdmZNL1V3Q1ltT0RXdUlQQlphblQ0WHRyWG01CjA0Ti9jSzdCL2s1N1d6U21UWnpkcEtLekNjc1NMV0dqY1RsU0E4djZYblQ1SWxJTmpwR0VPd2lHelQ5UXg0VEEKY2FDSlZ4ZkZ1UVk2SWgwbTNKcjVWaXg5d2xycFA3TWt5TDI5TVJZMVZ1d2k0dE43Z1NNYmlpZ0ozeHRqCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=
        signerName: kubernetes.io/kube-apiserver-client
        expirationSeconds: 86400
        usages: [client auth]
      """
    Then the answer matches its snapshot
    And its spec.username is "admin"
    And its spec.groups is:
      """yaml
      - system:masters
      - system:authenticated
      """
    And its spec.usages is:
      """yaml
      - client auth
      """

  Scenario: No request and no signer
    When I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: c}
      spec: {request: aGVsbG8=, usages: [client auth]}
      """
    Then it is Invalid:
      """
      CertificateSigningRequest.certificates.k8s.io "c" is invalid: [spec.request: Invalid value: "aGVsbG8=": PEM block type must be CERTIFICATE REQUEST, spec.signerName: Required value]
      """
    And it is Invalid with causes:
      | field           | reason             |
      | spec.request    | FieldValueInvalid  |
      | spec.signerName | FieldValueRequired |

  Scenario: Nothing at all
    When I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: erin}
      """
    Then it is Invalid:
      """
      CertificateSigningRequest.certificates.k8s.io "erin" is invalid: [spec.request: Invalid value: null: PEM block type must be CERTIFICATE REQUEST, spec.usages: Required value, spec.signerName: Required value]
      """
    And it is Invalid with causes:
      | field           | reason             |
      | spec.request    | FieldValueInvalid  |
      | spec.usages     | FieldValueRequired |
      | spec.signerName | FieldValueRequired |

  Scenario: It is approved, not both approved and denied
    Given I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: erin}
      spec:
        request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ2FUQ0NBVkVDQVFBd0pERVRNQkVHQTFVRUNnd0taR1YyWld4dmNHVnljekVOTUFzR0ExVUVBd3dFWlhKcApiakNDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUEFEQ0NBUW9DZ2dFQkFMRkVLdnQxYmR3R1EwZXI2ME1kCjFESlhzZlZwYUJKTkhiUnJtTW1jaUxrTzNSM3FKVmpoZW5MUWN3SklRSWZwbmhBa1U5Qk5MbHBVbktJRkZ6MEgKZ1A0SnRzSGJmSU83UHBoT2Q2RXdPM29vUkd5YW1VeTdiMDFiZUhlUWhyZTQwTytEZXlQZ3cvU21BY3BkNGMyVgpoWVY2Vjg4TVFTZ09iaWNqcFpIUU1EMUQzYVQ1SGExT3lSREhWZGRnQktyTUxod051TGNoaUY5RkRZekFhZkNNCkgvUVpXU0V4T3pZTWE3Mldiek5hdUtXYlRWMGduM1ZJdzdmQXR4blNqT2JuUncrUDhoeDRZU1cxVVdEbUs4RWsKaUUvU3FCQWYvV2hDTVJJdE9VeUJ2dFRtYWdhcldtNjAwejdBZ0xtd0RqTjlkdTFzK3FxRFByRi9RSGdnNlBsYQpmc0VDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQUE0SUJBUUFnTGJkaXdRbmJiUlNaUW9YaUthVldEZ0MyCnNNRHRUU0NRUW1DZVY1Q1lBaGtaeG8yNUsraytpOWZCOCt4R2tXTmJleUJ0K0JxWmI1bEpmdVlhdFBSVzFvNTgKd3VHZFdMMDJ4RlRDdzZGQ3FrblAyQ3VrOWpRem5QKzdIbFR3Z1V6d0ZHdFowM281b0VaWUJ2MTcyTjVrYmV5dAowSTRCVjFyMmhyc1VEY0gyZWpJZWhPbk5wWWI1VFBxb1d1K0JmdmZNL1V3Q1ltT0RXdUlQQlphblQ0WHRyWG01CjA0Ti9jSzdCL2s1N1d6U21UWnpkcEtLekNjc1NMV0dqY1RsU0E4djZYblQ1SWxJTmpwR0VPd2lHelQ5UXg0VEEKY2FDSlZ4ZkZ1UVk2SWgwbTNKcjVWaXg5d2xycFA3TWt5TDI5TVJZMVZ1d2k0dE43Z1NNYmlpZ0ozeHRqCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=
        signerName: kubernetes.io/kube-apiserver-client
        expirationSeconds: 86400
        usages: [client auth]
      """
    When I patch the approval of csr "erin" with:
      """yaml
      status:
        conditions:
        - {type: Approved, status: "True", reason: Mine, message: checked by hand}
      """
    Then it has condition "Approved" True with reason "Mine"
    When I patch the approval of csr "erin" with:
      """yaml
      status:
        conditions:
        - {type: Denied, status: "True", reason: Second, message: second thoughts}
      """
    Then it is Invalid:
      """
      CertificateSigningRequest.certificates.k8s.io "erin" is invalid: status.conditions: Forbidden: updates may not remove a condition of type "Approved"
      """
    When I patch the approval of csr "erin" with:
      """yaml
      status:
        conditions:
        - {type: Approved, status: "True", reason: Mine, message: checked by hand}
        - {type: Denied, status: "True", reason: Second, message: second thoughts}
      """
    Then it is Invalid:
      """
      CertificateSigningRequest.certificates.k8s.io "erin" is invalid: status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive
      """

  Scenario: Approved, it is signed by the cluster's authority, and kept for an hour
    Given I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: erin}
      spec:
        request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ2FUQ0NBVkVDQVFBd0pERVRNQkVHQTFVRUNnd0taR1YyWld4dmNHVnljekVOTUFzR0ExVUVBd3dFWlhKcApiakNDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUEFEQ0NBUW9DZ2dFQkFMRkVLdnQxYmR3R1EwZXI2ME1kCjFESlhzZlZwYUJKTkhiUnJtTW1jaUxrTzNSM3FKVmpoZW5MUWN3SklRSWZwbmhBa1U5Qk5MbHBVbktJRkZ6MEgKZ1A0SnRzSGJmSU83UHBoT2Q2RXdPM29vUkd5YW1VeTdiMDFiZUhlUWhyZTQwTytEZXlQZ3cvU21BY3BkNGMyVgpoWVY2Vjg4TVFTZ09iaWNqcFpIUU1EMUQzYVQ1SGExT3lSREhWZGRnQktyTUxod051TGNoaUY5RkRZekFhZkNNCkgvUVpXU0V4T3pZTWE3Mldiek5hdUtXYlRWMGduM1ZJdzdmQXR4blNqT2JuUncrUDhoeDRZU1cxVVdEbUs4RWsKaUUvU3FCQWYvV2hDTVJJdE9VeUJ2dFRtYWdhcldtNjAwejdBZ0xtd0RqTjlkdTFzK3FxRFByRi9RSGdnNlBsYQpmc0VDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQUE0SUJBUUFnTGJkaXdRbmJiUlNaUW9YaUthVldEZ0MyCnNNRHRUU0NRUW1DZVY1Q1lBaGtaeG8yNUsraytpOWZCOCt4R2tXTmJleUJ0K0JxWmI1bEpmdVlhdFBSVzFvNTgKd3VHZFdMMDJ4RlRDdzZGQ3FrblAyQ3VrOWpRem5QKzdIbFR3Z1V6d0ZHdFowM281b0VaWUJ2MTcyTjVrYmV5dAowSTRCVjFyMmhyc1VEY0gyZWpJZWhPbk5wWWI1VFBxb1d1K0JmdmZNL1V3Q1ltT0RXdUlQQlphblQ0WHRyWG01CjA0Ti9jSzdCL2s1N1d6U21UWnpkcEtLekNjc1NMV0dqY1RsU0E4djZYblQ1SWxJTmpwR0VPd2lHelQ5UXg0VEEKY2FDSlZ4ZkZ1UVk2SWgwbTNKcjVWaXg5d2xycFA3TWt5TDI5TVJZMVZ1d2k0dE43Z1NNYmlpZ0ozeHRqCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=
        signerName: kubernetes.io/kube-apiserver-client
        usages: [client auth]
      """
    When I patch the approval of csr "erin" with:
      """yaml
      status:
        conditions: [{type: Approved, status: "True", reason: Asked, message: By hand}]
      """
    Then the status.certificate of certificatesigningrequest "erin" is present
    And it has condition Approved True
    And certificatesigningrequest "erin" does not exist within 2h1m

  Scenario: A signer says what it does not sign
    Given I create:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: erin}
      spec:
        request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ2FUQ0NBVkVDQVFBd0pERVRNQkVHQTFVRUNnd0taR1YyWld4dmNHVnljekVOTUFzR0ExVUVBd3dFWlhKcApiakNDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUEFEQ0NBUW9DZ2dFQkFMRkVLdnQxYmR3R1EwZXI2ME1kCjFESlhzZlZwYUJKTkhiUnJtTW1jaUxrTzNSM3FKVmpoZW5MUWN3SklRSWZwbmhBa1U5Qk5MbHBVbktJRkZ6MEgKZ1A0SnRzSGJmSU83UHBoT2Q2RXdPM29vUkd5YW1VeTdiMDFiZUhlUWhyZTQwTytEZXlQZ3cvU21BY3BkNGMyVgpoWVY2Vjg4TVFTZ09iaWNqcFpIUU1EMUQzYVQ1SGExT3lSREhWZGRnQktyTUxod051TGNoaUY5RkRZekFhZkNNCkgvUVpXU0V4T3pZTWE3Mldiek5hdUtXYlRWMGduM1ZJdzdmQXR4blNqT2JuUncrUDhoeDRZU1cxVVdEbUs4RWsKaUUvU3FCQWYvV2hDTVJJdE9VeUJ2dFRtYWdhcldtNjAwejdBZ0xtd0RqTjlkdTFzK3FxRFByRi9RSGdnNlBsYQpmc0VDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQUE0SUJBUUFnTGJkaXdRbmJiUlNaUW9YaUthVldEZ0MyCnNNRHRUU0NRUW1DZVY1Q1lBaGtaeG8yNUsraytpOWZCOCt4R2tXTmJleUJ0K0JxWmI1bEpmdVlhdFBSVzFvNTgKd3VHZFdMMDJ4RlRDdzZGQ3FrblAyQ3VrOWpRem5QKzdIbFR3Z1V6d0ZHdFowM281b0VaWUJ2MTcyTjVrYmV5dAowSTRCVjFyMmhyc1VEY0gyZWpJZWhPbk5wWWI1VFBxb1d1K0JmdmZNL1V3Q1ltT0RXdUlQQlphblQ0WHRyWG01CjA0Ti9jSzdCL2s1N1d6U21UWnpkcEtLekNjc1NMV0dqY1RsU0E4djZYblQ1SWxJTmpwR0VPd2lHelQ5UXg0VEEKY2FDSlZ4ZkZ1UVk2SWgwbTNKcjVWaXg5d2xycFA3TWt5TDI5TVJZMVZ1d2k0dE43Z1NNYmlpZ0ozeHRqCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=
        signerName: kubernetes.io/kubelet-serving
        usages: [server auth]
      """
    When I patch the approval of csr "erin" with:
      """yaml
      status:
        conditions: [{type: Approved, status: "True", reason: Asked, message: By hand}]
      """
    Then certificatesigningrequest "erin" has condition Failed True with reason "SignerValidationFailure" and message "subject organization is not system:nodes"
    And its status.certificate is absent
