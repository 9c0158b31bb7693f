# Seeds/004, "Authentication Module": X.509 client certificates, from the request to the log-in.
Feature: Client certificates
  Who asks for a certificate, is approved and gets it signed by the cluster's authority, logs in with it: the common
  name is the user, the organizations are the groups, and after its time it is worth nothing.

  Background:
    Given a cluster with 2 nodes
    And I apply:
      """yaml
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: kubelet-n1}
      spec:
        signerName: kubernetes.io/kube-apiserver-client
        usages: [client auth]
        expirationSeconds: 600
        request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQk9UQ0I0UUlCQURBd01SVXdFd1lEVlFRS0RBeHplWE4wWlcwNmJtOWtaWE14RnpBVkJnTlZCQU1NRG5ONQpjM1JsYlRwdWIyUmxPbTR4TUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFVnlEY3JEb00wbFErCmZuajRHaUE5WDQ0N01ycVFjY2xoWVZFZFhrMHp2NjZkS2J1TGp2WWJUY1EyZk1KWUNGZW5HMkVEcXUxeHNUOWUKWW44T2RURlhVS0JQTUUwR0NTcUdTSWIzRFFFSkRqRkFNRDR3UEFZRFZSMFJCRFV3TTRJT2JqRXVaWGhoYlhCcwpaUzV2Y21lSEJBb0FBQWVCRFdGQVpYaGhiWEJzWlM1dmNtZUdESE53YVdabVpUb3ZMM2d2ZVRBS0JnZ3Foa2pPClBRUURBZ05IQURCRUFpQjlLNktOakQ2SE82L0lDN0ZtWFk5WTBpYks5M0VzdG4ybnZmOVBjNmVBclFJZ00renoKV3hUdGFKeWlsc25YS2NQOGVXR3VQUFl3N0pzNTlyeVdDQzh2dHRvPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
      """
    When I patch the approval of csr "kubelet-n1" with:
      """yaml
      status:
        conditions:
        - {type: Approved, status: "True", reason: Asked, message: For this scenario}
      """
    Then the status.certificate of csr "kubelet-n1" is present

  Scenario: The holder is who the subject says
    When I send `GET /api/v1/services` with the certificate of "kubelet-n1"
    Then it is accepted
    When I send `GET /api/v1/nodes/node-1` with the certificate of "kubelet-n1"
    Then it is Forbidden:
      """
      nodes "node-1" is forbidden: User "system:node:n1" cannot get resource "nodes" in API group "" at the cluster scope: node 'n1' cannot read 'node-1', only its own Node object
      """

  Scenario: It ends
    When 20 minutes pass
    And I send `GET /api/v1/services` with the certificate of "kubelet-n1"
    Then it is Unauthorized with message "Unauthorized"
