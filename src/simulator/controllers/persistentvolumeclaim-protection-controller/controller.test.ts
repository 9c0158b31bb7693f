import { expect, it } from 'vitest'
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import { type Stage, stage } from '../stage.fixture.ts'

const CLAIMS = 'persistentvolumeclaims'

function staged(gate: boolean): Stage {
  const on = stage({ nodes: [], ...(gate ? { featureGates: { PersistentVolumeClaimUnusedSinceTime: true } } : {}) })
  on.create(CLAIMS, {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
  })
  on.until(1000)
  return on
}

const claim = ({ client }: Stage) => client.lister.get<PersistentVolumeClaim>(CLAIMS, 'default', 'data')

const pod = ({ create }: Stage, nodeName?: string): Pod =>
  create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: {
      ...(nodeName === undefined ? {} : { nodeName }),
      containers: [{ name: 'c', image: 'nginx' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  })

it('says since when no pod has named a claim, where the gate is on', () => {
  const on = staged(true)
  const unused = (): unknown => claim(on)?.status.conditions?.map(({ lastProbeTime: _, ...rest }) => rest)
  const type = 'Unused'
  const free = { type, status: 'True', reason: 'NoPodsUsingPVC', message: 'No pods are currently referencing this PVC' }
  const taken = { type, status: 'False', reason: 'PodUsingPVC', message: 'A pod is currently referencing this PVC' }
  const at = (second: string): string => `2026-01-01T00:00:${second}Z`
  expect(unused()).toEqual([{ ...free, lastTransitionTime: at('00') }])
  pod(on)
  on.until(10_000)
  expect(unused()).toEqual([{ ...taken, lastTransitionTime: at('01') }])
  const { status } = on.client.lister.get<Pod>('pods', 'default', 'p')!
  on.client.updateStatus('pods', {
    ...on.client.lister.get<Pod>('pods', 'default', 'p')!,
    status: { ...status, phase: 'Succeeded' },
  })
  on.until(20_000)
  expect(unused()).toEqual([{ ...free, lastTransitionTime: at('10') }])
  expect(claim(staged(false))?.status).toEqual({ phase: 'Pending' })
})

it('keeps a claim while a pod on a node names it, over or not, and retries without end', () => {
  const on = staged(false)
  on.create('nodes', { kind: 'Node', metadata: { name: 'n' } })
  const made = pod(on, 'n')
  on.client.updateStatus('pods', { ...made, status: { ...made.status, phase: 'Succeeded' } })
  on.client.delete(CLAIMS, 'default', 'data')
  on.until(60_000)
  expect(claim(on)?.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
  const asked = on.refuse(500, ({ method, resource }) => method === 'PUT' && resource === CLAIMS)
  on.client.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 })
  on.until(260_000)
  expect(asked.map((at) => at - 60_000)).toEqual(Array.from({ length: 16 }, (_, i) => 5 * (2 ** i - 1)))
})
