import { describe, expect, it } from 'vitest'
import type { Pod, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { attributesOf, type Cluster, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const account = (rest: Partial<ServiceAccount> = {}): Cluster => ({
  serviceaccounts: [{ metadata: { name: 'default', namespace: 'default' }, ...rest }],
})
const podOf = (spec: object = {}, annotations?: Record<string, string>): Pod =>
  ({ metadata: { name: 'p', annotations }, spec: { containers: [{ name: 'c' }], ...spec } }) as unknown as Pod
const judged = (pod: Pod, cluster: Cluster): string | undefined => refusal(plugin, attributesOf('pods', pod), cluster)

describe('pods', () => {
  it('get the default account, its token and its pull secrets', () => {
    const pod = podOf()
    expect(judged(pod, account({ imagePullSecrets: [{ name: 'pull' }] }))).toBeUndefined()
    expect(pod.spec).toEqual({
      containers: [
        {
          name: 'c',
          volumeMounts: [
            {
              name: 'kube-api-access-abcde',
              readOnly: true,
              mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
            },
          ],
        },
      ],
      serviceAccountName: 'default',
      serviceAccount: 'default',
      imagePullSecrets: [{ name: 'pull' }],
      volumes: [
        {
          name: 'kube-api-access-abcde',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
              {
                downwardAPI: {
                  items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
                },
              },
            ],
            defaultMode: 420,
          },
        },
      ],
    })
  })

  it('get no token when the account or the pod says so, or where something is mounted already', () => {
    const plain = podOf()
    judged(plain, account({ automountServiceAccountToken: false }))
    expect(plain.spec.volumes).toBeUndefined()
    const mounts = [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }]
    const own = podOf({ containers: [{ name: 'c', volumeMounts: mounts }], automountServiceAccountToken: true })
    judged(own, account({ automountServiceAccountToken: false }))
    expect([own.spec.volumes, own.spec.containers?.[0]?.volumeMounts]).toEqual([undefined, mounts])
  })

  it('must name an account that exists', () => {
    expect(judged(podOf({ serviceAccountName: 'robot' }), account())).toBe(
      'pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    )
  })
})

describe('accounts that enforce their secrets', () => {
  const cluster = account({
    metadata: {
      name: 'default',
      namespace: 'default',
      annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' },
    },
    secrets: [{ name: 'mine' }],
  })

  it.each([
    [
      { volumes: [{ name: 'v', secret: { secretName: 'other' } }] },
      'volume with secret.secretName="other" is not allowed because service account default does not reference that secret',
    ],
    [
      { containers: [{ name: 'c', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } }] }] },
      'container c with envVar E referencing secret.secretName="other" is not allowed because service account default does not reference that secret',
    ],
    [
      { initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'other' } }] }] },
      'init container i with envFrom referencing secret.secretName="other" is not allowed because service account default does not reference that secret',
    ],
    [
      { imagePullSecrets: [{ name: 'pull' }] },
      'imagePullSecrets[0].name="pull" is not allowed because service account default does not reference that imagePullSecret',
    ],
  ])('refuse %j', (spec, why) => {
    expect(judged(podOf(spec), cluster)).toBe(`pods "p" is forbidden: ${why}`)
  })

  it('allow their own', () => {
    expect(judged(podOf({ volumes: [{ name: 'v', secret: { secretName: 'mine' } }] }), cluster)).toBeUndefined()
  })
})

describe('mirror pods', () => {
  const mirror = (spec: object): string | undefined =>
    judged(podOf(spec, { 'kubernetes.io/config.mirror': 'x' }), account())

  it('stay as they are and name nothing secret', () => {
    const pod = podOf({}, { 'kubernetes.io/config.mirror': 'x' })
    expect(judged(pod, account())).toBeUndefined()
    expect(pod.spec).toEqual({ containers: [{ name: 'c' }] })
    expect(mirror({ serviceAccountName: 'a' })).toBe(
      'pods "p" is forbidden: a mirror pod may not reference service accounts',
    )
    expect(mirror({ volumes: [{ name: 'v', secret: { secretName: 's' } }] })).toBe(
      'pods "p" is forbidden: a mirror pod may not reference secrets',
    )
    expect(mirror({ volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: {} }] } }] })).toBe(
      'pods "p" is forbidden: a mirror pod may not use ServiceAccountToken volume projections',
    )
  })
})
