// Asks for the binding of a placed pod's volumes and says whether it is done; the controllers of the cluster do the work.
// Upstream: BindPodVolumes and checkBindings in pkg/scheduler/framework/plugins/volumebinding/binder.go.
import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Node, Pod } from '../contract.ts'
import { getVolume, isFullyBound, isMeantFor } from './claims.ts'
import { reaches } from './matching.ts'
import type { PodVolumes } from './pod-claims.ts'

const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** Writes the choice into volumes and claims; the error's text when that is refused. */
export function requestBinding(
  client: Client,
  { bindings, provisions }: PodVolumes,
  nodeName: string,
): string | undefined {
  for (const { claim, volume } of bindings) {
    const bound = boundTo(volume, claim)
    if (bound === volume) continue
    const written = client.update('persistentvolumes', bound)
    if (!written.ok) return written.status.message
  }
  for (const claim of provisions) {
    if (claim.metadata.annotations?.[SELECTED_NODE] === nodeName) continue
    const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: nodeName }
    const written = client.update('persistentvolumeclaims', { ...claim, metadata: { ...claim.metadata, annotations } })
    if (!written.ok) return written.status.message
  }
  return undefined
}

/** The volume as it is when bound to the claim; itself when nothing changes. */
function boundTo(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { claimRef } = volume.spec
  const { name, namespace, uid, resourceVersion } = claim.metadata
  const same = claimRef?.name === name && claimRef?.namespace === namespace && claimRef?.uid === uid
  const annotated = isMeantFor(volume, claim) || volume.metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined
  if (same && annotated) return volume
  const reference: ObjectReference = {
    kind: 'PersistentVolumeClaim',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    apiVersion: 'v1',
    resourceVersion,
  }
  const annotations = annotated
    ? volume.metadata.annotations
    : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' }
  return {
    ...volume,
    metadata: { ...volume.metadata, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...volume.spec, claimRef: same ? claimRef : reference },
  }
}

/** True when all is bound, false when it is not yet; the error's text when it will not be. */
export function bindingDone(client: Client, pod: Pod, volumes: PodVolumes, node: Node): boolean | string {
  const { lister } = client
  const { name = '', namespace = '' } = pod.metadata
  if (lister.get<Pod>('pods', namespace, name) === undefined) {
    return `pod does not exist any more: pod "${name}" not found`
  }
  for (const { claim, volume } of volumes.bindings) {
    const wrong = staticProblem(client, claim, volume, node)
    if (wrong !== undefined) return wrong
  }
  for (const claim of volumes.provisions) {
    const wrong = dynamicProblem(client, claim, node)
    if (wrong !== undefined) return wrong
  }
  return true
}

const claimNow = ({ lister }: Client, { metadata }: PersistentVolumeClaim): PersistentVolumeClaim | undefined =>
  lister.get<PersistentVolumeClaim>('persistentvolumeclaims', metadata.namespace ?? '', metadata.name ?? '')

const affinityProblem = ({ metadata }: PersistentVolume, node: Node): string =>
  `pv "${metadata.name}" node affinity doesn't match node "${node.metadata.name}": no matching NodeSelectorTerms`

const missing = (what: string, key: string): string => `could not find v1.${what} "${key}"`

function staticProblem(
  client: Client,
  claim: PersistentVolumeClaim,
  { metadata: { name = '' } }: PersistentVolume,
  node: Node,
): false | string | undefined {
  const volume = getVolume(client.lister, name)
  if (volume === undefined) return `failed to check binding: ${missing('PersistentVolume', name)}`
  const current = claimNow(client, claim)
  if (current === undefined) {
    return `failed to check binding: ${missing('PersistentVolumeClaim', `${claim.metadata.namespace}/${claim.metadata.name}`)}`
  }
  if (!reaches(volume, node)) return affinityProblem(volume, node)
  if (!volume.spec.claimRef?.uid) return `ClaimRef got reset for pv "${name}"`
  return isFullyBound(current) ? undefined : false
}

function dynamicProblem(client: Client, claim: PersistentVolumeClaim, node: Node): false | string | undefined {
  const { namespace, name } = claim.metadata
  const current = claimNow(client, claim)
  if (current === undefined) {
    return `failed to check provisioning pvc: ${missing('PersistentVolumeClaim', `${namespace}/${name}`)}`
  }
  if (current.metadata.annotations === undefined) return `selectedNode annotation reset for PVC "${name}"`
  if (current.metadata.annotations[SELECTED_NODE] !== node.metadata.name) return `provisioning failed for PVC "${name}"`
  if (current.spec.volumeName) {
    const volume = getVolume(client.lister, current.spec.volumeName)
    if (volume === undefined) return false
    if (!reaches(volume, node)) return affinityProblem(volume, node)
  }
  return isFullyBound(current) ? undefined : false
}
