import { expect, it } from 'vitest'
import type { Event } from '../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../generated/api/storage.v1.ts'
import { ADMINISTRATOR, Simulator } from '../compose.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const ATTACHMENTS = 'volumeattachments.storage.k8s.io'

/** A pod on node n2 with a volume of a driver that is only on n1. */
function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'n1' }, { name: 'n2' }] })
  const { clock, server, store } = simulator
  clock.runTo(START)
  const post = (path: string, body: object) => server.handle({ method: 'POST', path, user: ADMINISTRATOR, body })
  const common = { accessModes: ['ReadWriteOnce'], storageClassName: 'disks' }
  const csi = { driver: 'd.example.com', volumeHandle: 'one' }
  post('/api/v1/persistentvolumes', {
    metadata: { name: 'disk' },
    spec: { ...common, capacity: { storage: '1Gi' }, csi },
  })
  const claims = '/api/v1/namespaces/default/persistentvolumeclaims'
  post(claims, { metadata: { name: 'data' }, spec: { ...common, resources: { requests: { storage: '1Gi' } } } })
  clock.runTo(START + 20_000)
  simulator.csiDrivers.add('d.example.com', 'n1')
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }]
  const containers = [{ name: 'c', image: 'nginx', volumeMounts: [{ name: 'v', mountPath: '/v' }] }]
  const pod = { metadata: { name: 'p' }, spec: { nodeName: 'n2', volumes, containers } }
  post('/api/v1/namespaces/default/pods', pod)
  return {
    simulator,
    to: (seconds: number) => clock.runTo(START + 20_000 + seconds * 1000),
    attachment: () => store.list(ATTACHMENTS)[0] as VolumeAttachment | undefined,
    failures: () =>
      store.history.flatMap(({ resource, object, at }) => {
        const { reason, message } = object as Event
        return resource === 'events' && reason === 'FailedAttachVolume'
          ? [`${(at - START) / 1000 - 20} ${message}`]
          : []
      }),
    phase: () => (store.get('pods', 'default', 'p') as { status?: { phase?: string } } | undefined)?.status?.phase,
  }
}

it('a node without the driver is an error that is tried again; once it is there the volume is attached', () => {
  const { simulator, to, attachment, failures, phase } = stage()
  to(0.1)
  expect(attachment()?.status.attachError?.message).toBe('CSINode n2 does not contain driver d.example.com')
  to(2)
  expect(new Set(failures().map((each) => each.replace(/^\S+ /, '')))).toEqual(
    new Set(['AttachVolume.Attach failed for volume "disk" : CSINode n2 does not contain driver d.example.com']),
  )
  simulator.csiDrivers.add('d.example.com', 'n2')
  to(60)
  expect(attachment()?.metadata.finalizers).toEqual(['external-attacher/d-example-com'])
  expect(attachment()?.metadata.annotations).toEqual({ 'csi.alpha.kubernetes.io/node-id': 'n2' })
  expect(attachment()?.status).toEqual({ attached: true })
  expect(phase()).toBe('Running')
})
