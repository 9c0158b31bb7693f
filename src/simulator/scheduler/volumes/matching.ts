// Finds the volume for a claim: the one meant for it, or the smallest that will do.
// Upstream: FindMatchingVolume in component-helpers/storage/volume/pv_helpers.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { matchesNodeSelectorTerms } from '../../../model/node-affinity.ts'
import { compareQuantity, mustParseQuantity, type Quantity } from '../../../model/quantity.ts'
import type { Node } from '../contract.ts'
import { selectorOf } from '../selectors.ts'
import { classOfClaim, classOfVolume, isMeantFor } from './claims.ts'

const ZERO = mustParseQuantity('0')

/** How much a claim asks for. */
export function claimSize({ spec }: PersistentVolumeClaim): Quantity {
  const size = spec.resources?.requests?.['storage']
  return size === undefined ? ZERO : mustParseQuantity(size)
}

const volumeSize = ({ spec }: PersistentVolume): Quantity => {
  const size = spec.capacity?.['storage']
  return size === undefined ? ZERO : mustParseQuantity(size)
}

/** Whether a volume can be reached from a node. */
export function reaches({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec.nodeAffinity?.required
  return required === undefined || matchesNodeSelectorTerms(required.nodeSelectorTerms, node)
}

/** The volume for a claim on a node, of those not taken yet. */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node: Node,
  taken: ReadonlySet<PersistentVolume>,
): PersistentVolume | undefined {
  const wanted = claimSize(claim)
  let smallest: PersistentVolume | undefined
  for (const volume of volumes) {
    if (taken.has(volume) || !mayHold(claim, volume, wanted)) continue
    if (isMeantFor(volume, claim)) return reaches(volume, node) ? volume : undefined
    if (!isFree(claim, volume) || !reaches(volume, node)) continue
    if (smallest === undefined || compareQuantity(volumeSize(smallest), volumeSize(volume)) > 0) smallest = volume
  }
  return smallest
}

function mayHold(claim: PersistentVolumeClaim, volume: PersistentVolume, wanted: Quantity): boolean {
  if (volume.spec.claimRef !== undefined && !isMeantFor(volume, claim)) return false
  if (compareQuantity(volumeSize(volume), wanted) < 0) return false
  if ((claim.spec.volumeMode ?? 'Filesystem') !== (volume.spec.volumeMode ?? 'Filesystem')) return false
  if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? '')) return false
  return volume.metadata.deletionTimestamp === undefined
}

function isFree(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  if (volume.status.phase !== 'Available') return false
  if (claim.spec.selector !== undefined && !selectorOf(claim.spec.selector).matches(volume.metadata.labels))
    return false
  if (classOfVolume(volume) !== classOfClaim(claim)) return false
  return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))
}
