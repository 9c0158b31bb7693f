// Volumes of CSI drivers as a kubelet sees them: which of a pod's are, whether they must be attached to the node first, and why they
// cannot be mounted or mapped. Upstream: pkg/volume/csi/{csi_plugin,csi_attacher,csi_mounter,csi_block,csi_client}.go.
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from '../../../generated/api/core.v1.ts'
import type { CSIDriver } from '../../../generated/api/storage.v1.ts'
import { quote } from '../../../model/quote.ts'
import type { Lister } from '../../api/types.ts'

const CSI_DRIVERS = 'csidrivers.storage.k8s.io'
const PLUGIN = 'kubernetes.io/csi'

/** A pod's volume that a driver mounts. */
export interface CsiVolume {
  /** What messages call it: a PersistentVolume by its own name. */
  readonly name: string
  readonly driver: string
  readonly mode: 'Persistent' | 'Ephemeral'
  /** Whether it is a device and no file system. */
  readonly block?: true
  /** What nodes call it, where it must be attached. */
  readonly attachable?: string
}

/** The volume behind a claim of a pod, once they are bound. */
export function boundVolume(pod: Pod, volume: Volume, lister: Lister): PersistentVolume | undefined {
  const { persistentVolumeClaim, ephemeral } = volume
  if (persistentVolumeClaim === undefined && ephemeral === undefined) return undefined
  const { name: podName = '', namespace = '' } = pod.metadata
  const name = persistentVolumeClaim?.claimName ?? `${podName}-${volume.name}`
  const claim = lister.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, name)
  const bound = claim?.spec.volumeName
  const found = bound ? lister.get<PersistentVolume>('persistentvolumes', '', bound) : undefined
  return found?.spec.claimRef?.uid === claim?.metadata.uid ? found : undefined
}

/** The volume as its driver's; undefined when it is not a driver's. */
export function csiVolumeOf(pod: Pod, volume: Volume, lister: Lister): CsiVolume | undefined {
  if (volume.csi !== undefined) return { name: volume.name, driver: volume.csi.driver, mode: 'Ephemeral' }
  const bound = boundVolume(pod, volume, lister)
  const csi = bound?.spec.csi
  if (bound === undefined || csi === undefined) return undefined
  const { driver, volumeHandle } = csi
  const block = bound.spec.volumeMode === 'Block' ? ({ block: true } as const) : {}
  const known = { name: bound.metadata.name ?? '', driver, mode: 'Persistent', ...block } as const
  if (lister.get<CSIDriver>(CSI_DRIVERS, '', driver)?.spec.attachRequired === false) return known
  return { ...known, attachable: `${PLUGIN}/${driver}^${volumeHandle}` }
}

/** Why it cannot be mounted on a node with these drivers, or mapped where it is a device: the step that fails, and why. */
export function csiProblem(
  { driver, mode, block }: CsiVolume,
  drivers: ReadonlySet<string>,
  lister: Lister,
): readonly [step: string, why: string] | undefined {
  if (!drivers.has(driver)) {
    const missing = `driver name ${driver} not found in the list of registered CSI drivers`
    if (block === true)
      return ['SetUpDevice', `${PLUGIN}: blockMapper.SetUpDevice failed to get CSI client: ${missing}`]
    return mode === 'Persistent'
      ? ['MountDevice', `${PLUGIN}: attacher.MountDevice failed to create newCsiDriverClient: ${missing}`]
      : ['SetUp', `${PLUGIN}: mounter.SetUpAt failed to get CSI client: ${missing}`]
  }
  if (block === true) return undefined
  const wrong = modeProblem(driver, mode, lister.get<CSIDriver>(CSI_DRIVERS, '', driver))
  return wrong === undefined
    ? undefined
    : ['SetUp', `${PLUGIN}: mounter.SetupAt failed to check volume lifecycle mode: ${wrong}`]
}

function modeProblem(driver: string, mode: CsiVolume['mode'], known: CSIDriver | undefined): string | undefined {
  const refused = `volume mode ${quote(mode)} not supported by driver ${driver}`
  if (known === undefined) return mode === 'Persistent' ? undefined : `${refused} (no CSIDriver object)`
  const modes = known.spec.volumeLifecycleModes ?? []
  if (modes.includes(mode)) return undefined
  return `${refused} (only supports [${modes.map(quote).join(' ')}])`
}
