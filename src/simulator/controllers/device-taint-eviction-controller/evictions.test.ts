import { expect, it } from 'vitest'
import type { KubeObject, Lister } from '../../api/types.ts'
import { evictions } from './evictions.ts'

const listerOf = (objects: Record<string, readonly unknown[]>): Lister => ({
  get: <T extends KubeObject>(resource: string, _namespace: string, name: string) =>
    (objects[resource] as KubeObject[] | undefined)?.find(({ metadata }) => metadata.name === name) as T | undefined,
  list: <T extends KubeObject>(resource: string) => (objects[resource] ?? []) as T[],
})

const taints = [{ key: 'broken', effect: 'NoExecute', timeAdded: '1970-01-01T00:00:10Z' }]
const cluster = (tolerations: readonly object[]) =>
  listerOf({
    'resourceslices.resource.k8s.io': [
      { metadata: { name: 's' }, spec: { driver: 'd', pool: { name: 'p' }, devices: [{ name: 'gpu', taints }] } },
    ],
    'resourceclaims.resource.k8s.io': [
      {
        metadata: { name: 'c', namespace: 'ns' },
        status: {
          allocation: { devices: { results: [{ request: 'r', driver: 'd', pool: 'p', device: 'gpu', tolerations }] } },
          reservedFor: [{ resource: 'pods', name: 'a', uid: 'u' }],
        },
      },
    ],
    pods: [{ metadata: { name: 'a', namespace: 'ns', uid: 'u' }, spec: { nodeName: 'n' } }],
  })

it('lets tolerations count from when the taint was added', () => {
  expect(evictions(cluster([]), 0)).toEqual(new Map([['ns/a', { uid: 'u', at: 10_000 }]]))
  expect(evictions(cluster([{ operator: 'Exists', tolerationSeconds: 30 }]), 0)).toEqual(
    new Map([['ns/a', { uid: 'u', at: 40_000 }]]),
  )
  expect(evictions(cluster([{ operator: 'Exists' }]), 0)).toEqual(new Map())
})
