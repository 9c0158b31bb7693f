// Which events the plugins about volumes ask for, and what they make of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from '../hints.fixture.ts'

const named = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'default' }, ...more })
const volume = (claimName: string) => ({ name: 'v', persistentVolumeClaim: { claimName } })
const placed = { nodeName: 'node' }
const pod = aPod('pod', { volumes: [volume('data'), { name: 'own', ephemeral: {} }] })
const elsewhere = { metadata: { name: 'data', namespace: 'other' } }
const claims = 'persistentvolumeclaims'
const nodes = {
  'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
  'a node has other labels': { on: ['nodes', 'UpdateNodeLabel'], old: aNode(), next: aNode(), is: 'Queue' },
  'a node has other taints': { on: ['nodes', 'UpdateNodeTaint'], old: aNode(), next: aNode(), is: 'not asked for' },
} as const

describe('VolumeBinding', () => {
  const migrated = (plugins: string) => ({
    metadata: { name: 'node', annotations: { 'storage.alpha.kubernetes.io/migrated-plugins': plugins } },
  })
  const tracking = (storageCapacity: boolean) => named('csi.example.com', { spec: { storageCapacity } })
  const inline = aPod('pod', { volumes: [{ name: 'v', csi: { driver: 'csi.example.com' } }] })
  const limit = (sizes: object) => named('capacity', sizes)
  hintTable('volume-binding', pod, {
    ...nodes,
    'its claim came': { on: [claims, 'Add'], next: named('data'), is: 'Queue' },
    'its claim changed': { on: [claims, 'Update'], old: named('data'), next: named('data'), is: 'Queue' },
    'the claim made for it came': { on: [claims, 'Add'], next: named('pod-own'), is: 'Queue' },
    'another claim came': { on: [claims, 'Add'], next: named('log'), is: 'Skip' },
    'one of another namespace came': { on: [claims, 'Add'], next: elsewhere, is: 'Skip' },
    'a volume came': { on: ['persistentvolumes', 'Add'], next: named('disk'), is: 'Queue' },
    'a volume changed': { on: ['persistentvolumes', 'Update'], next: named('disk'), is: 'Queue' },
    'a class came': { on: ['storageclasses.storage.k8s.io', 'Add'], next: named('fast'), is: 'Queue' },
    'a class has other topologies': {
      on: ['storageclasses.storage.k8s.io', 'Update'],
      old: named('fast'),
      next: named('fast', { allowedTopologies: [{}] }),
      is: 'Queue',
    },
    'a class has the same': {
      on: ['storageclasses.storage.k8s.io', 'Update'],
      old: named('fast'),
      next: named('fast', { allowVolumeExpansion: true }),
      is: 'Skip',
    },
    'a CSI node came': { on: ['csinodes.storage.k8s.io', 'Add'], next: named('node'), is: 'Queue' },
    'plugins were migrated': {
      on: ['csinodes.storage.k8s.io', 'Update'],
      old: migrated('a'),
      next: migrated('a,b'),
      is: 'Queue',
    },
    'none were': { on: ['csinodes.storage.k8s.io', 'Update'], old: migrated('a'), next: migrated('a'), is: 'Skip' },
    'a driver tracks capacity no more': {
      on: ['csidrivers.storage.k8s.io', 'Update'],
      pod: inline,
      old: tracking(true),
      next: tracking(false),
      is: 'Queue',
    },
    'a driver tracks it now': {
      on: ['csidrivers.storage.k8s.io', 'Update'],
      pod: inline,
      old: tracking(false),
      next: tracking(true),
      is: 'Skip',
    },
    'a driver the pod has nothing of': {
      on: ['csidrivers.storage.k8s.io', 'Update'],
      old: tracking(true),
      next: tracking(false),
      is: 'Skip',
    },
    'capacity came': {
      on: ['csistoragecapacities.storage.k8s.io', 'Add'],
      next: limit({ capacity: '1Gi' }),
      is: 'Queue',
    },
    'it grew': {
      on: ['csistoragecapacities.storage.k8s.io', 'Update'],
      old: limit({ capacity: '1Gi' }),
      next: limit({ capacity: '2Gi' }),
      is: 'Queue',
    },
    'the largest volume did not': {
      on: ['csistoragecapacities.storage.k8s.io', 'Update'],
      old: limit({ capacity: '1Gi', maximumVolumeSize: '1Gi' }),
      next: limit({ capacity: '2Gi', maximumVolumeSize: '1Gi' }),
      is: 'Skip',
    },
    'a pod went': { on: ['pods', 'Delete'], old: aPod('other', placed), is: 'not asked for' },
  })
})

describe('VolumeZone', () => {
  const zone = (value: string) => ({
    metadata: { name: 'disk', labels: { 'topology.kubernetes.io/zone': value } },
    spec: {},
  })
  hintTable('volume-zone', pod, {
    ...nodes,
    'its claim came': { on: [claims, 'Add'], next: named('data'), is: 'Queue' },
    'its claim changed': { on: [claims, 'Update'], old: named('data'), next: named('data'), is: 'Queue' },
    'the claim made for it came': { on: [claims, 'Add'], next: named('pod-own'), is: 'Skip' },
    'another claim came': { on: [claims, 'Add'], next: named('log'), is: 'Skip' },
    'a class that waits for the pod came': {
      on: ['storageclasses.storage.k8s.io', 'Add'],
      next: named('fast', { volumeBindingMode: 'WaitForFirstConsumer' }),
      is: 'Queue',
    },
    'another class came': {
      on: ['storageclasses.storage.k8s.io', 'Add'],
      next: named('fast', { volumeBindingMode: 'Immediate' }),
      is: 'Skip',
    },
    'a class changed': { on: ['storageclasses.storage.k8s.io', 'Update'], next: named('fast'), is: 'not asked for' },
    'a volume came': { on: ['persistentvolumes', 'Add'], next: zone('a'), is: 'Queue' },
    'a volume moved': { on: ['persistentvolumes', 'Update'], old: zone('a'), next: zone('b'), is: 'Queue' },
    'a volume stayed': { on: ['persistentvolumes', 'Update'], old: zone('a'), next: zone('a'), is: 'Skip' },
  })
})

describe('NodeVolumeLimits', () => {
  const limited = (...counts: number[]) =>
    named('node', { spec: { drivers: counts.map((count, i) => ({ name: `d${i}`, allocatable: { count } })) } })
  const disk = { name: 'v', awsElasticBlockStore: { volumeID: 'disk' } }
  hintTable('node-volume-limits', pod, {
    'a CSI node came': { on: ['csinodes.storage.k8s.io', 'Add'], next: limited(1), is: 'Queue' },
    'a limit grew': { on: ['csinodes.storage.k8s.io', 'Update'], old: limited(1, 2), next: limited(1, 3), is: 'Queue' },
    'a limit shrank': { on: ['csinodes.storage.k8s.io', 'Update'], old: limited(2), next: limited(1), is: 'Skip' },
    'a driver came': { on: ['csinodes.storage.k8s.io', 'Update'], old: limited(1), next: limited(1, 1), is: 'Queue' },
    'a pod with a claim went': {
      on: ['pods', 'Delete'],
      old: aPod('other', { ...placed, volumes: [volume('x')] }),
      is: 'Queue',
    },
    'one with a disk of its own went': {
      on: ['pods', 'Delete'],
      old: aPod('other', { ...placed, volumes: [disk] }),
      is: 'Queue',
    },
    'one without went': {
      on: ['pods', 'Delete'],
      old: aPod('other', { ...placed, volumes: [{ name: 'v', emptyDir: {} }] }),
      is: 'Skip',
    },
    'one without a place went': { on: ['pods', 'Delete'], old: aPod('other', { volumes: [volume('x')] }), is: 'Skip' },
    'its claim came': { on: [claims, 'Add'], next: named('data'), is: 'Queue' },
    'the claim made for it came': { on: [claims, 'Add'], next: named('pod-own'), is: 'Queue' },
    'another claim came': { on: [claims, 'Add'], next: named('log'), is: 'Skip' },
    'its claim changed': { on: [claims, 'Update'], next: named('data'), is: 'not asked for' },
    'a volume was detached': {
      on: ['volumeattachments.storage.k8s.io', 'Delete'],
      old: named('a', { spec: { attacher: 'x' } }),
      is: 'Queue',
    },
    'the driver of its own disk detached one': {
      on: ['volumeattachments.storage.k8s.io', 'Delete'],
      pod: aPod('pod', { volumes: [disk] }),
      old: named('a', { spec: { attacher: 'ebs.csi.aws.com' } }),
      is: 'Queue',
    },
    'another driver did': {
      on: ['volumeattachments.storage.k8s.io', 'Delete'],
      pod: aPod('pod', { volumes: [disk] }),
      old: named('a', { spec: { attacher: 'x' } }),
      is: 'Skip',
    },
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'not asked for' },
  })
})

describe('VolumeRestrictions', () => {
  const disk = (readOnly: boolean) => ({ name: 'd', gcePersistentDisk: { pdName: 'disk', readOnly } })
  hintTable(
    'volume-restrictions',
    aPod('pod', { volumes: [volume('data'), disk(true), { name: 'own', ephemeral: {} }] }),
    {
      'one with its claim went': {
        on: ['pods', 'Delete'],
        old: aPod('other', { volumes: [volume('data')] }),
        is: 'Queue',
      },
      'one with its disk went': { on: ['pods', 'Delete'], old: aPod('other', { volumes: [disk(false)] }), is: 'Queue' },
      'one that only read it went': {
        on: ['pods', 'Delete'],
        old: aPod('other', { volumes: [disk(true)] }),
        is: 'Skip',
      },
      'one of another namespace went': {
        on: ['pods', 'Delete'],
        old: aPod('other', { volumes: [volume('data')] }, { metadata: { namespace: 'elsewhere' } }),
        is: 'Skip',
      },
      'one with something else went': {
        on: ['pods', 'Delete'],
        old: aPod('other', { volumes: [volume('log')] }),
        is: 'Skip',
      },
      'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
      'a node has other labels': { on: ['nodes', 'UpdateNodeLabel'], next: aNode(), is: 'not asked for' },
      'its claim came': { on: [claims, 'Add'], next: named('data'), is: 'Queue' },
      'the claim made for it came': { on: [claims, 'Add'], next: named('pod-own'), is: 'Skip' },
      'its claim changed': { on: [claims, 'Update'], next: named('data'), is: 'not asked for' },
    },
  )
})
