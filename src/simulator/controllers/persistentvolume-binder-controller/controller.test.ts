import { expect, it } from 'vitest'
import type { Event, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'
import { stage as refusing } from '../stage.fixture.ts'

const VOLUMES = 'persistentvolumes'
const CLAIMS = 'persistentvolumeclaims'
const capacity = { storage: '1Gi' }
const accessModes = ['ReadWriteOnce']

function stage() {
  const simulator = new Simulator({ nodes: [] })
  const { clock, environment } = simulator
  const client = environment.client('admin', ['system:masters'])
  return {
    client,
    wait: (seconds: number): void => clock.runTo(clock.now() + seconds * 1000),
    create: (resource: string, object: object): void => {
      const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
      expect(made.ok ? undefined : made.status.message).toBeUndefined()
    },
    volume: (name: string) => client.lister.get<PersistentVolume>(VOLUMES, '', name),
    claim: (name: string) => client.lister.get<PersistentVolumeClaim>(CLAIMS, 'default', name),
    events: () =>
      client.lister
        .list<Event>('events', 'default')
        .filter(({ source }) => source.component === 'persistentvolume-controller')
        .map(({ type, reason, message, count, involvedObject: { name } }) => [name, type, reason, message, count]),
  }
}

const volumeOf = (name: string, spec: object, annotations: object = {}): object => ({
  kind: 'PersistentVolume',
  metadata: { name, annotations },
  spec: { capacity, accessModes, hostPath: { path: '/data' }, storageClassName: 'manual', ...spec },
})

const claimOf = (name: string, spec: object = {}): object => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default' },
  spec: { accessModes, storageClassName: 'manual', resources: { requests: capacity }, ...spec },
})

it('waits for pods that name the claim before it empties a volume', () => {
  const { client, create, wait, volume, events } = stage()
  create(VOLUMES, volumeOf('v', { persistentVolumeReclaimPolicy: 'Recycle' }))
  create(CLAIMS, claimOf('c'))
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'c' } }]
  const spec = { containers: [{ name: 'app', image: 'nginx' }], volumes }
  for (const name of ['one', 'another']) create('pods', { kind: 'Pod', metadata: { name, namespace: 'default' }, spec })
  wait(20)
  expect(client.delete(CLAIMS, 'default', 'c').ok).toBe(true)
  wait(40)
  expect(volume('v')?.status.phase).toBe('Released')
  const [said] = events()
  expect(said?.slice(0, 4)).toEqual([
    'v',
    'Normal',
    'VolumeFailedRecycle',
    'Volume is used by pods: default/another,default/one',
  ])
  expect(said?.[4]).toBeGreaterThan(2)
  expect(client.lister.get('pods', 'default', 'recycler-for-v')).toBeUndefined()
  for (const name of ['one', 'another']) client.delete('pods', 'default', name, { gracePeriodSeconds: 0 })
  wait(15)
  expect(client.lister.get('pods', 'default', 'recycler-for-v')).toBeDefined()
})

it('frees a volume that was meant for a claim which took another, and keeps whom it is meant for', () => {
  const { client, create, wait, volume } = stage()
  create(VOLUMES, volumeOf('taken', {}))
  create(CLAIMS, claimOf('c', { volumeName: 'taken' }))
  wait(1)
  const { uid = '' } = client.lister.get(CLAIMS, 'default', 'c')!.metadata
  create(VOLUMES, volumeOf('meant', { claimRef: { namespace: 'default', name: 'c', uid } }))
  wait(1)
  const { spec, status } = volume('meant')!
  expect([spec.claimRef, status.phase]).toEqual([{ namespace: 'default', name: 'c' }, 'Available'])
})

it('finds a lost volume again when it is back', () => {
  const { client, create, wait, claim, events } = stage()
  create(VOLUMES, volumeOf('v', {}))
  create(CLAIMS, claimOf('c'))
  wait(1)
  client.patch(VOLUMES, '', 'v', 'application/merge-patch+json', { metadata: { finalizers: null } })
  client.delete(VOLUMES, '', 'v')
  wait(1)
  expect(claim('c')?.status).toEqual({ phase: 'Lost' })
  create(VOLUMES, volumeOf('v', {}))
  wait(15)
  expect(claim('c')?.status).toEqual({ phase: 'Bound', accessModes, capacity })
  const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'
  expect(events()).toEqual([['c', 'Warning', 'ClaimLost', message, 1]])
})

it('says why a volume cannot be deleted, by the plugin that made it or by what it is', () => {
  const { client, create, wait, volume } = stage()
  const by = (name: string) => ({ 'pv.kubernetes.io/provisioned-by': name })
  const iscsi = { hostPath: undefined, iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2026-01.a:b', lun: 0 } }
  const local = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] } }
  const cases: readonly (readonly [string, object, object])[] = [
    ['path', {}, {}],
    ['nfs', { hostPath: undefined, nfs: { server: 's', path: '/' } }, {}],
    ['local', { hostPath: undefined, local: { path: '/data' }, nodeAffinity: local }, {}],
    ['iscsi', iscsi, {}],
    ['unknown', {}, by('kubernetes.io/unknown')],
    ['named', {}, by('kubernetes.io/nfs')],
    ['external', {}, by('example.com/disks')],
    ['migrated', {}, by('kubernetes.io/aws-ebs')],
  ]
  for (const [name, spec, annotations] of cases) {
    const claimRef = { namespace: 'default', name: 'gone', uid: 'gone' }
    create(VOLUMES, volumeOf(name, { persistentVolumeReclaimPolicy: 'Delete', claimRef, ...spec }, annotations))
  }
  create(
    VOLUMES,
    volumeOf(
      'temporary',
      {
        persistentVolumeReclaimPolicy: 'Delete',
        hostPath: { path: '/var/tmp/v' },
        claimRef: { namespace: 'default', name: 'gone', uid: 'gone' },
      },
      by('kubernetes.io/host-path'),
    ),
  )
  wait(1)
  const said = cases.map(([name]) => [name, volume(name)?.status.phase, volume(name)?.status.message])
  const search = (name: string): string => `error getting deleter volume plugin for volume "${name}"`
  expect(said).toEqual([
    ['path', 'Failed', 'host_path deleter only supports /tmp/.+ but received provided /data'],
    ['nfs', 'Failed', `${search('nfs')}: no deletable volume plugin matched`],
    ['local', 'Failed', `${search('local')}: no deletable volume plugin matched`],
    ['iscsi', 'Failed', `${search('iscsi')}: no volume plugin matched`],
    ['unknown', 'Failed', 'no volume plugin matched name: kubernetes.io/unknown'],
    ['named', 'Failed', 'no deletable volume plugin matched'],
    ['external', 'Released', undefined],
    ['migrated', 'Released', undefined],
  ])
  client.delete(VOLUMES, '', 'temporary')
  expect(volume('temporary')).toBeUndefined()
  expect(volume('migrated')?.metadata.annotations?.['pv.kubernetes.io/migrated-to']).toBe('ebs.csi.aws.com')
  expect(volume('unknown')?.metadata.finalizers).toEqual(['kubernetes.io/pv-protection', 'kubernetes.io/pv-controller'])
})

it('says of classes of in-tree plugins why they provision nothing', () => {
  const { create, wait, claim, events } = stage()
  const classOf = (name: string, more: object = {}): void =>
    create('storageclasses.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name },
      provisioner: `kubernetes.io/${name}`,
      ...more,
    })
  for (const name of ['host-path', 'nfs', 'no-provisioner']) classOf(name)
  for (const name of ['host-path', 'nfs', 'no-provisioner']) create(CLAIMS, claimOf(name, { storageClassName: name }))
  wait(1)
  const failed = (name: string, message: string): unknown[] => [name, 'Warning', 'ProvisioningFailed', message, 1]
  const disabled = 'Failed to create provisioner: provisioning in volume plugin "kubernetes.io/host-path" is disabled'
  expect(events()).toEqual([
    failed('host-path', disabled),
    failed('nfs', 'no provisionable volume plugin matched'),
    failed('no-provisioner', 'no volume plugin matched name: kubernetes.io/no-provisioner'),
  ])
  expect(claim('host-path')?.metadata.annotations).toEqual({
    'volume.beta.kubernetes.io/storage-provisioner': 'kubernetes.io/host-path',
    'volume.kubernetes.io/storage-provisioner': 'kubernetes.io/host-path',
  })
})

const BINDER = 'system:serviceaccount:kube-system:persistent-volume-binder'
const classNamed = (provisioner: string): object => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'manual' },
  provisioner,
})

it('tries to provision again with growing pauses, and at the times of its loop', () => {
  const { client, create, until, now, events } = refusing()
  const said: number[] = []
  let count = 0
  until(1000)
  create('storageclasses.storage.k8s.io', classNamed('kubernetes.io/host-path'))
  create(CLAIMS, claimOf('c'))
  for (let at = 1000; at <= 500_000; at += 1000) {
    until(at)
    if (at === 92_000)
      client.patch(CLAIMS, 'default', 'c', 'application/merge-patch+json', { metadata: { labels: { a: 'b' } } })
    const [[, , , times] = []] = events('persistentvolume-controller')
    if (times !== count) said.push(now() / 1000)
    count = Number(times ?? 0)
  }
  expect(said).toEqual([1, 15, 30, 45, 60, 75, 93, 135, 210, 345, 480])
  const disabled = 'Failed to create provisioner: provisioning in volume plugin "kubernetes.io/host-path" is disabled'
  expect(events('persistentvolume-controller')).toEqual([['c', 'ProvisioningFailed', disabled, 11]])
})

it('says that a claim could not be saved, with growing pauses and without trying in between', () => {
  const { create, until, refuse, events } = refusing()
  create('storageclasses.storage.k8s.io', classNamed('example.com/disks'))
  const asked = refuse(500, ({ method, resource, user }) => method === 'PUT' && resource === CLAIMS && user === BINDER)
  create(CLAIMS, claimOf('c'))
  until(200_000)
  expect(asked.map((at) => at / 1000)).toEqual([0, 15, 30, 45, 60, 75, 105, 150])
  expect(events('persistentvolume-controller')).toEqual([['c', 'ProvisioningFailed', 'Error saving claim: not now', 8]])
})

it('tries to delete a volume again with growing pauses', () => {
  const { client, create, until, refuse, relent } = refusing()
  const annotations = { 'pv.kubernetes.io/provisioned-by': 'kubernetes.io/host-path' }
  const claimRef = { namespace: 'default', name: 'gone', uid: 'gone' }
  const spec = { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/tmp/v' }, claimRef }
  let going = false
  const asked = refuse(500, ({ method, resource, subresource, user }) => {
    going ||= method === 'PUT' && subresource === 'status'
    return going && method === 'PUT' && resource === VOLUMES && subresource === '' && user === BINDER
  })
  create(VOLUMES, volumeOf('v', spec, annotations))
  until(80_000)
  expect(asked.map((at) => at / 1000)).toEqual([0, 15, 30, 45, 60, 75])
  const { phase, message } = client.lister.get<PersistentVolume>(VOLUMES, '', 'v')!.status
  expect([phase, message]).toEqual(['Failed', "persistent volume controller can't update finalizer: not now"])
  relent()
  until(104_000)
  client.delete(VOLUMES, '', 'v')
  expect(client.lister.get(VOLUMES, '', 'v')).toBeDefined()
  until(110_000)
  expect(client.lister.get(VOLUMES, '', 'v')).toBeUndefined()
})

it('says why a volume was not recycled: a pod in the way, one that is deleted, one that fails', () => {
  const { client, create, until, events } = refusing()
  const containers = [{ name: 'app', image: 'nginx' }]
  const pod = (name: string): object => ({
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers },
  })
  create('pods', pod('recycler-for-taken'))
  const spec = {
    persistentVolumeReclaimPolicy: 'Recycle',
    claimRef: { namespace: 'default', name: 'gone', uid: 'gone' },
  }
  for (const name of ['taken', 'deleted', 'failed']) create(VOLUMES, volumeOf(name, spec))
  until(1000)
  client.delete('pods', 'default', 'recycler-for-deleted', { gracePeriodSeconds: 0 })
  const failing = client.lister.get<Pod>('pods', 'default', 'recycler-for-failed')!
  client.updateStatus('pods', { ...failing, status: { ...failing.status, phase: 'Failed' } })
  until(2000)
  const nodes = 'Recycler pod: no nodes available to schedule pods'
  const failed = (name: string, why: string) => [name, 'VolumeFailedRecycle', `Recycle failed: ${why}`, 1]
  expect(events('persistentvolume-controller')).toEqual([
    ['deleted', 'RecyclerPod', nodes, 1],
    failed('deleted', 'failed to recycle volume: recycler pod was deleted'),
    ['failed', 'RecyclerPod', nodes, 1],
    failed('failed', 'failed to recycle volume: pod failed, pod.Status.Message unknown'),
    failed('taken', 'old recycler pod found, will retry later'),
  ])
  const recyclers = (): unknown[] => client.lister.list('pods', 'default').map(({ metadata }) => metadata.name)
  expect(recyclers()).toEqual([])
  until(15_000)
  expect(recyclers()).toEqual(['recycler-for-deleted', 'recycler-for-failed', 'recycler-for-taken'])
})
