// Whose the claims of a StatefulSet's pods are, by its retention policy: nobody's, the set's, or the pod's that is scaled away.
// Upstream: stateful_set_utils.go isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
import type { StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import type { KubeObject } from '../../api/types.ts'
import { isInRange } from './identity.ts'

const matches = ({ apiVersion, kind, name }: OwnerReference, object: KubeObject): boolean =>
  apiVersion === object.apiVersion && kind === object.kind && name === object.metadata.name

const owns = ({ metadata }: PersistentVolumeClaim, object: KubeObject): boolean =>
  object.metadata.uid !== undefined && metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true

/** Whether the claim belongs to an object of the same name that is gone. */
export function hasStaleOwner({ metadata }: PersistentVolumeClaim, object: KubeObject): boolean {
  const reference = metadata.ownerReferences?.find((each) => matches(each, object))
  return reference !== undefined && reference.uid !== object.metadata.uid
}

/** Whether someone else controls the claim, so that the policy is not ours to follow. */
export function hasForeignController({ metadata }: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const { whenScaled, whenDeleted } = policyOf(set)
  if (whenScaled === 'Retain' && whenDeleted === 'Retain') return false
  for (const reference of metadata.ownerReferences ?? []) {
    const own = [set, pod].find((each) => matches(reference, each))
    if (own !== undefined) {
      if (reference.uid !== own.metadata.uid) return true
      continue
    }
    if (reference.controller === true) return true
  }
  return false
}

function policyOf({ spec }: StatefulSet): { readonly whenScaled: string; readonly whenDeleted: string } {
  const { whenScaled = 'Retain', whenDeleted = 'Retain' } = spec.persistentVolumeClaimRetentionPolicy ?? {}
  return { whenScaled, whenDeleted }
}

/** Who should own the claim now. */
function wantedOwners(set: StatefulSet, pod: Pod): readonly [bySet: boolean, byPod: boolean] {
  const { whenScaled, whenDeleted } = policyOf(set)
  const scaledAway = whenScaled === 'Delete' && !isInRange(pod, set)
  return [whenDeleted === 'Delete' && !scaledAway, scaledAway]
}

/** Whether the claim's owners are as the policy says (or none of our business). */
export function isOwnerRight(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (hasStaleOwner(claim, set) || hasStaleOwner(claim, pod)) return true
  if (hasForeignController(claim, set, pod)) return !owns(claim, set) && !owns(claim, pod)
  const ours = (claim.metadata.ownerReferences ?? []).filter(
    ({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid,
  )
  if (ours.some(({ controller }) => controller !== true)) return false
  const [bySet, byPod] = wantedOwners(set, pod)
  return owns(claim, set) === bySet && owns(claim, pod) === byPod
}

/** The claim with its owners put right. */
export function withRightOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): PersistentVolumeClaim {
  const foreign = hasForeignController(claim, set, pod)
  const references = (claim.metadata.ownerReferences ?? []).filter((each) => !matches(each, set) && !matches(each, pod))
  const [bySet, byPod] = wantedOwners(set, pod)
  if (!foreign && byPod) references.push(controllerReference(pod))
  if (!foreign && bySet) references.push(controllerReference(set))
  return { ...claim, metadata: { ...claim.metadata, ownerReferences: references } }
}
