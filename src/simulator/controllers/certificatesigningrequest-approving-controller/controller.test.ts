import { expect, it } from 'vitest'
import type { CertificateSigningRequest } from '../../../generated/api/certificates.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

/** For system:node:n1 of system:nodes. */
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIHqMIGSAgEAMDAxFTATBgNVBAoMDHN5c3RlbTpub2RlczEXMBUGA1UEAwwOc3lz
dGVtOm5vZGU6bjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARL8vfwYyP5W2PJ
f3BzPDUMqGfzCOHu+xlwbLvv3D2TqFAF4vt3f1w56dWHkLy3TqjZKk+6NOkYJyXd
shB25M74oAAwCgYIKoZIzj0EAwIDRwAwRAIgVGYdcLbFE4IXWs9wiQLp4j5ns3Aw
vURyZIg/sJ4+NAoCIEoaOEXmU5nAuTNMBu9awKQfEeEGIsDUY50yXDzno/kF
-----END CERTIFICATE REQUEST-----
`
const RBAC = 'rbac.authorization.k8s.io'
const REQUESTS = 'certificatesigningrequests.certificates.k8s.io'

it('asks again about a requester who may not have a certificate yet', () => {
  const { clock, environment } = new Simulator({ nodes: [] })
  const admin = environment.client('admin', ['system:masters'])
  const create = (resource: string, object: object, client = admin): void => {
    const made = client.create(resource, object as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  const allow = (resource: string): void => {
    const name = resource.replace('/', '-')
    const rules = [{ apiGroups: ['certificates.k8s.io'], resources: [resource], verbs: ['create'] }]
    create(`clusterroles.${RBAC}`, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules })
    create(`clusterrolebindings.${RBAC}`, {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
      subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'joiners' }],
    })
  }
  const conditions = () =>
    admin.lister
      .get<CertificateSigningRequest>(REQUESTS, '', 'n1')
      ?.status.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message])
  allow('certificatesigningrequests')
  const spec = {
    request: Buffer.from(REQUEST).toString('base64'),
    signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
    usages: ['digital signature', 'client auth'],
  }
  const request = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'n1' },
    spec,
  }
  create(REQUESTS, request, environment.client('joiner', ['joiners']))
  clock.runTo(clock.now() + 10_000)
  expect(conditions()).toBeUndefined()
  allow('certificatesigningrequests/nodeclient')
  clock.runTo(clock.now() + 20_000)
  const message = 'Auto approving kubelet client certificate after SubjectAccessReview.'
  expect(conditions()).toEqual([['Approved', 'True', 'AutoApproved', message]])
})
