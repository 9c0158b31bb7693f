// Claims among a pod's volumes that cannot be used: a pod whose node was named by hand comes to it without a scheduler that would
// have waited for them. Upstream: getPVCExtractPV in pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go,
// WaitForAttachAndMount in pkg/kubelet/volumemanager/volume_manager.go.
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { Lister } from '../../api/types.ts'

const PROTECTION = 'kubernetes.io/pvc-protection'

/** Why a pod's volumes are not mounted as long as its claims are as they are; undefined where nothing is wrong with them. */
export function claimsProblem(pod: Pod, used: ReadonlySet<string>, lister: Lister): string | undefined {
  const { name: podName = '', namespace = '' } = pod.metadata
  const volumes: string[] = []
  const errors = new Set<string>()
  for (const { name, persistentVolumeClaim, ephemeral } of pod.spec.volumes ?? []) {
    const claim = ephemeral === undefined ? persistentVolumeClaim?.claimName : `${podName}-${name}`
    if (claim === undefined || !used.has(name)) continue
    const error = errorOf(lister.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, claim), claim)
    if (error === undefined) continue
    volumes.push(name)
    errors.add(`error processing PVC ${namespace}/${claim}: ${error}`)
  }
  if (volumes.length === 0) return undefined
  const names = volumes.sort().join(' ')
  const why = [...errors].sort().join('; ')
  return `Unable to attach or mount volumes: unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]: ${why}`
}

function errorOf(claim: PersistentVolumeClaim | undefined, name: string): string | undefined {
  if (claim === undefined) return `failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`
  const { metadata, spec, status } = claim
  if (metadata.deletionTimestamp && !metadata.finalizers?.includes(PROTECTION)) return 'PVC is being deleted'
  if (status.phase !== 'Bound') return 'PVC is not bound'
  return spec.volumeName ? undefined : 'PVC has empty pvc.Spec.VolumeName'
}
