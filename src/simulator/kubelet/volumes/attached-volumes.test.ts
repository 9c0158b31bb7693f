import { expect, it } from 'vitest'
import type { Event, Node } from '../../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const MERGE = 'application/merge-patch+json'

/** A pod whose claim is bound to a volume of a driver that is not on its node, and how its container has it. */
function stage(volumeMode: string, use: object) {
  const simulator = new Simulator({ nodes: [{ name: 'n1' }] })
  const { clock, environment, store } = simulator
  const client = environment.client('admin', ['system:masters'])
  const begun = clock.now()
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  const [capacity, accessModes, storageClassName] = [{ storage: '1Gi' }, ['ReadWriteOnce'], 'disks']
  const csi = { driver: 'disk.example.com', volumeHandle: 'one' }
  const spec = { accessModes, storageClassName, volumeMode }
  create('persistentvolumes', {
    kind: 'PersistentVolume',
    metadata: { name: 'disk' },
    spec: { ...spec, capacity, csi },
  })
  const metadata = { name: 'data', namespace: 'default' }
  create('persistentvolumeclaims', {
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { ...spec, resources: { requests: capacity } },
  })
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
  create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { volumes, containers: [{ name: 'app', image: 'nginx', ...use }] },
  })
  return {
    until: (seconds: number): void => clock.runTo(begun + seconds * 1000),
    attach: (): void => {
      const [attachment] = client.lister.list<VolumeAttachment>(ATTACHMENTS)
      client.patch(ATTACHMENTS, '', attachment?.metadata.name ?? '', MERGE, { status: { attached: true } }, 'status')
    },
    /** The moment in seconds at which something first became so. */
    since: (resource: string, isSo: (object: KubeObject) => boolean): number => {
      const found = store.history.find((change) => change.resource === resource && isSo(change.object))
      return found === undefined ? Number.NaN : (found.at - begun) / 1000
    },
    told: (): unknown[] =>
      client.lister
        .list<Event>('events', 'default')
        .filter(({ source }) => source.component === 'kubelet')
        .map(({ reason, message }) => [reason, message])
        .filter(([reason]) => reason !== 'Pulled' && reason !== 'Pulling'),
  }
}

const usesDisk = (object: KubeObject): boolean => (object as Node).status.volumesInUse?.length === 1
const hasDisk = (object: KubeObject): boolean => (object as Node).status.volumesAttached?.length === 1
const isTold = (object: KubeObject): boolean =>
  ['FailedMount', 'FailedMapVolume'].includes((object as Event).reason ?? '')

it('asks the status of the node for an attachment with growing pauses, since the node said that it uses the volume', () => {
  const { until, attach, since, told } = stage('Filesystem', { volumeMounts: [{ name: 'data', mountPath: '/data' }] })
  until(40)
  attach()
  until(100)
  const [inUse, attached, mounted] = [since('nodes', usesDisk), since('nodes', hasDisk), since('events', isTold)]
  expect(attached).toBeGreaterThan(40)
  expect([31.5, 63.5]).toContain(mounted - inUse)
  expect(mounted).toBeGreaterThan(attached)
  const why = 'driver name disk.example.com not found in the list of registered CSI drivers'
  const step = 'kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient'
  expect(told()).toEqual([['FailedMount', `MountVolume.MountDevice failed for volume "disk" : ${step}: ${why}`]])
})

it('tries devices again and again, and says so in words of their own', () => {
  const { until, attach, since, told } = stage('Block', { volumeDevices: [{ name: 'data', devicePath: '/dev/data' }] })
  until(1)
  attach()
  until(60)
  const why = 'driver name disk.example.com not found in the list of registered CSI drivers'
  const step = 'kubernetes.io/csi: blockMapper.SetUpDevice failed to get CSI client'
  expect(told()).toEqual([['FailedMapVolume', `MapVolume.SetUpDevice failed for volume "disk" : ${step}: ${why}`]])
  expect(since('events', (object) => (object as Event).count === 4) - since('events', isTold)).toBe(3.5)
})
