// Which volume a claim gets: one bound to it already, else the smallest that fits. Among volumes that offer more access modes
// than asked, those with the fewest come first. Upstream: pkg/controller/volume/persistentvolume/index.go,
// FindMatchingVolume in component-helpers/storage/volume/pv_helpers.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { isSelectorError, selectorOfObject } from '../../../model/labels.ts'
import { compareQuantity, mustParseQuantity, type Quantity, quantityValue } from '../../../model/quantity.ts'
import { classOf, isBoundTo, modesDiffer } from '../lib/storage/volumes.ts'

const ORDER = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod']

const size = (amounts: Readonly<Record<string, string>> | undefined): Quantity =>
  mustParseQuantity(amounts?.['storage'] ?? '0')

const modesOf = ({ spec }: PersistentVolume): readonly string[] =>
  ORDER.filter((mode) => spec.accessModes?.includes(mode) === true)

/** The best volume; `delayed` claims only get what is bound to them. */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  delayed: boolean,
): PersistentVolume | undefined {
  const wanted = claim.spec.accessModes ?? []
  const groups = new Map<string, PersistentVolume[]>()
  for (const volume of volumes) {
    const modes = modesOf(volume)
    if (!wanted.every((mode) => modes.includes(mode))) continue
    const key = modes.join(',')
    groups.set(key, [...(groups.get(key) ?? []), volume])
  }
  const byCount = [...groups].sort(([a], [b]) => a.split(',').length - b.split(',').length)
  for (const [, group] of byCount) {
    const found = bestOf(claim, group, delayed)
    if (found !== undefined) return found
  }
  return undefined
}

function bestOf(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  delayed: boolean,
): PersistentVolume | undefined {
  const requested = size(claim.spec.resources?.requests)
  let smallest: PersistentVolume | undefined
  for (const volume of volumes) {
    if (!couldHold(claim, volume, requested)) continue
    if (isBoundTo(volume, claim)) return volume
    if (delayed || !isFree(claim, volume)) continue
    if (smallest === undefined || compareQuantity(size(smallest.spec.capacity), size(volume.spec.capacity)) > 0)
      smallest = volume
  }
  return smallest
}

function couldHold(claim: PersistentVolumeClaim, volume: PersistentVolume, requested: Quantity): boolean {
  if (volume.spec.claimRef !== undefined && !isBoundTo(volume, claim)) return false
  if (compareQuantity(size(volume.spec.capacity), requested) < 0 || modesDiffer(claim, volume)) return false
  if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? '')) return false
  return volume.metadata.deletionTimestamp === undefined
}

function isFree(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  if (volume.status.phase !== 'Available' || classOf(volume) !== classOf(claim)) return false
  if (claim.spec.selector === undefined) return true
  const selector = selectorOfObject(claim.spec.selector)
  return !isSelectorError(selector) && selector.matches(volume.metadata.labels)
}

/** Why a claim cannot have the volume it asks for by name; undefined when it can. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined)
    return `the volume is marked for deletion "${volume.metadata.name}"`
  const requested = quantityValue(size(claim.spec.resources?.requests))
  if (quantityValue(size(volume.spec.capacity)) < requested) return 'requested PV is too small'
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match'
  if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? ''))
    return 'volumeAttributesClassName does not match'
  if (modesDiffer(claim, volume)) return 'incompatible volumeMode'
  const offered = volume.spec.accessModes ?? []
  return claim.spec.accessModes?.every((mode) => offered.includes(mode)) === false
    ? 'incompatible accessMode'
    : undefined
}
