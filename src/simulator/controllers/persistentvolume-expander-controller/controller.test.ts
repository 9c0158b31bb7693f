import { expect, it } from 'vitest'
import { stage } from '../stage.fixture.ts'

const CLAIMS = 'persistentvolumeclaims'
const capacity = { storage: '1Gi' }

it('says that the resizer could not be named, with every retry', () => {
  const { client, create, until, refuse, events } = stage()
  create('storageclasses.storage.k8s.io', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'old' },
    provisioner: 'kubernetes.io/aws-ebs',
    allowVolumeExpansion: true,
  })
  const accessModes = ['ReadWriteOnce']
  create('persistentvolumes', {
    kind: 'PersistentVolume',
    metadata: { name: 'v' },
    spec: { capacity, accessModes, storageClassName: 'old', awsElasticBlockStore: { volumeID: 'vol-1' } },
  })
  create(CLAIMS, {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c', namespace: 'default' },
    spec: { accessModes, storageClassName: 'old', resources: { requests: capacity } },
  })
  until(1000)
  const asked = refuse(500, ({ method, resource, user }) => {
    return method === 'PATCH' && resource === CLAIMS && user.endsWith(':expand-controller')
  })
  const grown = { spec: { resources: { requests: { storage: '2Gi' } } } }
  client.patch(CLAIMS, 'default', 'c', 'application/merge-patch+json', grown)
  until(2000)
  expect(asked.map((at) => at - 1000)).toEqual([0, 5, 15, 35, 75, 155, 315, 635])
  const waits = 'CSI migration enabled for kubernetes.io/aws-ebs; waiting for external resizer to expand the pvc'
  const why = 'patchPVCStatus failed to patch PVC "c": not now'
  expect(events('volume_expand')).toEqual([
    ['c', 'ExternalExpanding', waits, 8],
    ['c', 'ExternalExpanding', `error setting resizer annotation to pvc default/c, with error ${why}`, 8],
  ])
})
