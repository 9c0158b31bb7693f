import { expect, it } from 'vitest'
import type { PodSpec } from '../../../generated/api/core.v1.ts'
import { referencedObjects } from './api-references.ts'

it.each([
  [{}, undefined],
  [
    {
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'h', hostPath: { path: '/' } },
      ],
    },
    undefined,
  ],
  [{ serviceAccountName: 'web' }, 'serviceaccounts'],
  [{ imagePullSecrets: [{ name: 'key' }] }, 'secrets'],
  [{ containers: [{ name: 'a', envFrom: [{ secretRef: { name: 's' } }] }] }, 'secrets'],
  [{ containers: [{ name: 'a', env: [{ name: 'X', valueFrom: { configMapKeyRef: { key: 'k' } } }] }] }, 'configmaps'],
  [{ volumes: [{ name: 'v', configMap: { name: 'c' } }] }, 'configmaps'],
  [{ resourceClaims: [{ name: 'gpu' }] }, 'resourceclaims'],
  [{ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }, 'persistentvolumeclaims'],
  [{ volumes: [{ name: 'v', ephemeral: {} }] }, 'persistentvolumeclaims (via ephemeral volumes)'],
  [{ volumes: [{ name: 'v', csi: { driver: 'd' } }] }, 'csidrivers (via CSI volumes)'],
  [
    { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
    'serviceaccounts (via projected volumes)',
  ],
])('finds what of the API a pod hangs on: %j', (spec, found) => {
  expect(referencedObjects(spec as unknown as PodSpec)).toBe(found)
})
