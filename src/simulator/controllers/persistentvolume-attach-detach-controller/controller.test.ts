import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import { type Stage, stage } from '../stage.fixture.ts'

const CLAIMS = 'persistentvolumeclaims'
const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const DEVICE = 'kubernetes.io/csi/disk.example.com^one'
const capacity = { storage: '1Gi' }
const accessModes = ['ReadWriteOnce']
const MERGE = 'application/merge-patch+json'

/** A node without a kubelet, and a pod on it whose claim is bound to a volume of a driver. */
function staged({ bound = true, managed = true } = {}): Stage {
  const on = stage()
  const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' }
  on.create('nodes', { kind: 'Node', metadata: { name: 'n', ...(managed ? { annotations } : {}) } })
  on.create('persistentvolumes', {
    kind: 'PersistentVolume',
    metadata: { name: 'disk' },
    spec: {
      capacity,
      accessModes,
      storageClassName: 'disks',
      csi: { driver: 'disk.example.com', volumeHandle: 'one' },
    },
  })
  if (bound) claim(on)
  on.until(1000)
  pod(on, 'p', 'n')
  return on
}

const claim = ({ create }: Stage): unknown =>
  create(CLAIMS, {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes, storageClassName: 'disks', resources: { requests: capacity } },
  })

const pod = ({ create }: Stage, name: string, nodeName: string): unknown =>
  create('pods', {
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      nodeName,
      containers: [{ name: 'c', image: 'nginx' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  })

const attachment = ({ client }: Stage): VolumeAttachment | undefined =>
  client.lister.list<VolumeAttachment>(ATTACHMENTS)[0]

const attach = (on: Stage, status: object = { attached: true }): void => {
  const body = { status }
  expect(on.client.patch(ATTACHMENTS, '', attachment(on)!.metadata.name ?? '', MERGE, body, 'status').ok).toBe(true)
}

const volumesAttached = ({ client }: Stage): unknown =>
  client.lister.get<Node>('nodes', '', 'n')?.status.volumesAttached

/** The times at which something changed between two moments, looked at every ten milliseconds. */
function changes(on: Stage, until: number, look: () => unknown): number[] {
  const times: number[] = []
  let last = JSON.stringify(look())
  while (on.now() < until) {
    on.until(on.now() + 10)
    const now = JSON.stringify(look())
    if (now !== last) times.push(on.now())
    last = now
  }
  return times
}

const told = (on: Stage): unknown => on.events('attachdetach-controller')

it('sees what became of an attachment when it looks: after half a second, then ever less often', () => {
  const on = staged()
  on.until(1100)
  attach(on)
  const [at = 0, ...more] = changes(on, 5000, () => told(on))
  expect(at).toBeGreaterThanOrEqual(1500)
  expect(at).toBeLessThanOrEqual(1550)
  expect(more).toEqual([])
  expect(volumesAttached(on)).toEqual([{ name: DEVICE, devicePath: '' }])
  expect(told(on)).toEqual([['p', 'SuccessfulAttachVolume', 'AttachVolume.Attach succeeded for volume "disk" ', 1]])
})

it('says with growing pauses that an attachment is refused, that its driver failed, that nobody came', () => {
  const on = staged({ bound: false })
  claim(on)
  const asked = on.refuse(500, ({ method, resource }) => method === 'POST' && resource === ATTACHMENTS)
  on.until(20_000)
  const refused = 'AttachVolume.Attach failed for volume "disk" : kubernetes.io/csi: attacher.Attach failed: not now'
  expect(told(on)).toEqual([['p', 'FailedAttachVolume', refused, 6]])
  const pauses = asked.slice(1).map((at, i) => at - asked[i]!)
  expect(pauses).toEqual([501, 1001, 2001, 4001, 8001])
  on.relent()
  on.until(35_000)
  attach(on, { attached: false, attachError: { message: 'no such disk' } })
  const times = changes(on, 45_000, () => told(on))
  expect(times.length).toBe(1)
  attach(on, { attached: false, attachError: null })
  const late = changes(on, 400_000, () => told(on))
  const overdue =
    'AttachVolume.Attach failed for volume "disk" : timed out waiting for external-attacher of disk.example.com CSI driver to attach volume one'
  expect(told(on)).toContainEqual(['p', 'FailedAttachVolume', overdue, late.length])
  expect((late[0] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(32_000 + 120_000)
})

it('asks for an attachment when the claim of a pod on a node is bound', () => {
  const on = staged({ bound: false })
  on.until(2000)
  expect(attachment(on)).toBeUndefined()
  claim(on)
  on.until(3000)
  expect(attachment(on)?.spec.nodeName).toBe('n')
})

it('lets an attachment that is waited for go only once the try is over, and tries again where that is refused', () => {
  const on = staged()
  on.until(2000)
  on.client.patch('nodes', '', 'n', MERGE, { status: { volumesInUse: [DEVICE] } }, 'status')
  on.client.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 })
  on.until(120_000)
  expect(attachment(on)?.metadata.deletionTimestamp).toBeUndefined()
  const asked = on.refuse(500, ({ method, resource }) => method === 'DELETE' && resource === ATTACHMENTS)
  on.until(122_000)
  // Its node still says that it has it.
  expect(asked).toEqual([])
  on.client.patch('nodes', '', 'n', MERGE, { status: { volumesInUse: null } }, 'status')
  on.until(130_000)
  expect(asked.slice(1).map((at, i) => at - asked[i]!)).toEqual([501, 1001, 2001, 4001])
  on.relent()
  on.until(140_000)
  expect(attachment(on)).toBeUndefined()
})

it('says in the status of a node what is attached as soon as that can be written', () => {
  const on = staged()
  on.until(1100)
  attach(on)
  const asked = on.refuse(500, ({ method, resource, subresource }) => {
    return method === 'PATCH' && resource === 'nodes' && subresource === 'status'
  })
  on.until(2000)
  expect(asked.slice(1).map((at, i) => at - asked[i]!)).toEqual([100, 100, 100, 100])
  on.relent()
  on.until(2100)
  expect(volumesAttached(on)).toEqual([{ name: DEVICE, devicePath: '' }])
})

it('detaches the mounted volumes of a node that is gone after six minutes', () => {
  const on = staged()
  on.until(1100)
  attach(on)
  on.until(2000)
  on.client.patch('nodes', '', 'n', MERGE, { status: { volumesInUse: [DEVICE] } }, 'status')
  on.client.delete('nodes', '', 'n')
  on.client.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 })
  on.until(361_999)
  expect(attachment(on)?.metadata.deletionTimestamp).toBeUndefined()
  expect(attachment(on)).toBeDefined()
  on.until(363_000)
  expect(attachment(on)).toBeUndefined()
})

it('attaches nothing to a node that has not asked for it', () => {
  const on = staged({ managed: false })
  on.until(60_000)
  expect(attachment(on)).toBeUndefined()
  const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' }
  on.client.patch('nodes', '', 'n', MERGE, { metadata: { annotations } })
  on.until(61_000)
  expect(attachment(on)).toBeDefined()
})

it('misses an attachment that somebody else deletes when it verifies all, and asks for it anew', () => {
  const on = staged()
  on.until(1100)
  attach(on)
  on.until(70_000)
  on.client.delete(ATTACHMENTS, '', attachment(on)!.metadata.name ?? '')
  on.until(120_199)
  expect([attachment(on), volumesAttached(on)]).toEqual([undefined, [{ name: DEVICE, devicePath: '' }]])
  on.until(120_200)
  expect([attachment(on)?.status.attached, volumesAttached(on)]).toEqual([false, undefined])
  attach(on)
  on.until(122_000)
  expect(volumesAttached(on)).toEqual([{ name: DEVICE, devicePath: '' }])
  expect(told(on)).toEqual([['p', 'SuccessfulAttachVolume', 'AttachVolume.Attach succeeded for volume "disk" ', 2]])
})
