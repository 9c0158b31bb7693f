// Tells claims that want more room that a driver's resizer must give it: no in-tree plugin expands any more; claims of plugins that
// are drivers now name theirs. Its queue retries as the default of controllers, without end: while volume and claim are not each
// other's, and where the resizer's name could not be written.
// Upstream: pkg/controller/volume/expand/expand_controller.go, PatchPVCStatus in pkg/volume/util/resize_util.go, csi-translation-lib/plugins.
// Limit: volumes of FlexVolume plugins, which the kubelet alone may expand, wait as others do.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity } from '../../../model/quantity.ts'
import { quote } from '../../../model/quote.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { CLAIMS, isBoundTo, keyOf, VOLUMES } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

/** persistentvolume-expander-controller. */
export const controller: Controller = {
  name: 'persistentvolume-expander-controller',
  wakesOn: [CLAIMS],
  start,
}

const PRE_RESIZE = 'volume.alpha.kubernetes.io/pre-resize-capacity'
const RESIZER = 'volume.kubernetes.io/storage-resizer'

type Migrated = readonly [source: keyof PersistentVolume['spec'], plugin: string, driver: string]

/** In-tree plugins whose volumes a CSI driver has taken over. */
const MIGRATED: readonly Migrated[] = [
  ['gcePersistentDisk', 'kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
  ['awsElasticBlockStore', 'kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
  ['cinder', 'kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['azureDisk', 'kubernetes.io/azure-disk', 'disk.csi.azure.com'],
  ['azureFile', 'kubernetes.io/azure-file', 'file.csi.azure.com'],
  ['vsphereVolume', 'kubernetes.io/vsphere-volume', 'csi.vsphere.vmware.com'],
  ['portworxVolume', 'kubernetes.io/portworx-volume', 'pxd.portworx.com'],
]

/** Leaves a claim to the resizer of the driver. */
function handOver(
  client: Client,
  recorder: EventRecorder,
  claim: PersistentVolumeClaim,
  [, plugin, driver]: Migrated,
): SyncResult {
  const { namespace = '', name = '', annotations } = claim.metadata
  const message = `CSI migration enabled for ${plugin}; waiting for external resizer to expand the pvc`
  recorder.event(claim, 'Normal', 'ExternalExpanding', message)
  if (annotations?.[RESIZER] === driver) return undefined
  const body = { metadata: { annotations: { [RESIZER]: driver } } }
  const type = 'application/strategic-merge-patch+json'
  const patched = client.patch(CLAIMS, namespace, name, type, body, 'status')
  if (patched.ok) return undefined
  const why = `patchPVCStatus failed to patch PVC ${quote(name)}: ${patched.status.message}`
  const said = `error setting resizer annotation to pvc ${namespace}/${name}, with error ${why}`
  recorder.event(claim, 'Warning', 'ExternalExpanding', said)
  return 'retry'
}

type Amounts = Readonly<Record<string, string>> | undefined

const exceeds = (a: Amounts, b: Amounts): boolean =>
  compareQuantity(mustParseQuantity(a?.['storage'] ?? '0'), mustParseQuantity(b?.['storage'] ?? '0')) > 0

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'expand-controller')
  const recorder = new EventRecorder(client, environment.clock, 'volume_expand')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (key) => {
    const [namespace = '', name = ''] = key.split('/')
    const claim = client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    if (claim === undefined) return undefined
    const volume = client.lister.get<PersistentVolume>(VOLUMES, '', claim.spec.volumeName ?? '')
    if (volume === undefined || !isBoundTo(volume, claim)) return 'retry'
    const resized = volume.metadata.annotations?.[PRE_RESIZE] !== undefined
    if (!resized && !exceeds(claim.spec.resources?.requests, claim.status.capacity)) return undefined
    const migrated = MIGRATED.find(([source]) => volume.spec[source] !== undefined)
    if (migrated !== undefined) return handOver(client, recorder, claim, migrated)
    recorder.event(claim, 'Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC')
    return undefined
  })
  const enqueue = (claim: PersistentVolumeClaim): void => {
    if (claim.status.phase === 'Bound') queue.add(keyOf(claim))
  }
  informers.on<PersistentVolumeClaim>(CLAIMS, {
    add: enqueue,
    update: (claim, old) => {
      const asks = exceeds(claim.spec.resources?.requests, old.spec.resources?.requests)
      if (asks || exceeds(claim.status.capacity, old.status.capacity)) enqueue(claim)
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
