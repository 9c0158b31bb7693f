// The spec of a persistent volume, its own object's or inline in a VolumeAttachment (where it may say little else than CSI).
// Upstream: ValidatePersistentVolumeSpec in pkg/apis/core/validation/validation.go.

import type { PersistentVolumeSpec } from '../../../../generated/api/core.v1.ts'
import { givenOf } from '../../../../model/given-empty.ts'
import { mustParseQuantity, quantityValue, sign } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateNodeSelector } from '../pod-spec/scheduling/node-selector.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateVolumeSource } from './sources.ts'

const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Recycle', 'Retain']
const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem']
const INLINE = 'in the context of inline volumes'

/** How a spec is judged. */
export interface VolumeSpecOptions {
  /** Part of a VolumeAttachment. */
  readonly inline?: boolean
  /** VolumeAttributesClass is on, or was used before. */
  readonly attributesClass?: boolean
  readonly allowInvalidLabelValue?: boolean
}

/** ValidatePersistentVolumeSpec. */
export function validateVolumeSpec(
  spec: PersistentVolumeSpec,
  name: string,
  path: Path,
  errors: FieldErrors,
  options: VolumeSpecOptions,
): void {
  const { inline = false } = options
  if (inline) refuseInline(spec, path, errors)
  validateAccessModes(spec.accessModes ?? [], path.child('accessModes'), errors)
  if (!inline) validateCapacity(spec, path.child('capacity'), errors)
  validateReclaimPolicy(spec, inline, path.child('persistentVolumeReclaimPolicy'), errors)
  if (spec.nodeAffinity) validateAffinity(spec, path.child('nodeAffinity'), errors, options)
  validateVolumeSource(spec, name, !inline && spec.nodeAffinity !== undefined, path, errors)
  validateClassAndMode(spec, inline, path, errors)
  if (options.attributesClass) validateAttributesClass(spec, path, errors)
}

function refuseInline(spec: PersistentVolumeSpec, path: Path, errors: FieldErrors): void {
  if (spec.claimRef) errors.forbidden(path.child('claimRef'), `may not be specified ${INLINE}`)
  if (spec.capacity && Object.keys(spec.capacity).length > 0) {
    errors.forbidden(path.child('capacity'), `may not be specified ${INLINE}`)
  }
  if (!spec.csi) errors.required(path.child('csi'), `has to be specified ${INLINE}`)
}

function validateAccessModes(modes: readonly string[], path: Path, errors: FieldErrors): void {
  if (modes.length === 0) errors.required(path)
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.notSupported(path, mode, ACCESS_MODES)
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode))
  if (others && modes.includes('ReadWriteOncePod')) {
    errors.forbidden(path, 'may not use ReadWriteOncePod with other access modes')
  }
}

function validateCapacity(spec: PersistentVolumeSpec, path: Path, errors: FieldErrors): void {
  const { capacity } = spec
  const names = Object.keys(capacity ?? {})
  if (names.length === 0) errors.required(path)
  if (!names.includes('storage') || names.length > 1) errors.notSupported(path, givenOf(spec, 'capacity'), ['storage'])
  for (const name of names) {
    const text = capacity![name]!
    const quantity = mustParseQuantity(text)
    const value = quantityValue(quantity)
    if (value < 0) errors.invalid(path.key(name), value, 'must be a valid resource quantity')
    if (sign(quantity) <= 0) errors.invalid(path.key(name), text, 'must be greater than zero')
  }
}

function validateReclaimPolicy(spec: PersistentVolumeSpec, inline: boolean, path: Path, errors: FieldErrors): void {
  const policy = spec.persistentVolumeReclaimPolicy
  if (!policy) return
  if (inline) {
    if (policy !== 'Retain') errors.forbidden(path, `may only be Retain ${INLINE}`)
  } else if (!RECLAIM_POLICIES.includes(policy)) errors.notSupported(path, policy, RECLAIM_POLICIES)
}

function validateAffinity(
  { nodeAffinity }: PersistentVolumeSpec,
  path: Path,
  errors: FieldErrors,
  { inline, allowInvalidLabelValue = false }: VolumeSpecOptions,
): void {
  if (inline) errors.forbidden(path, `may not be specified ${INLINE}`)
  else if (nodeAffinity?.required) {
    validateNodeSelector(nodeAffinity.required, allowInvalidLabelValue, path.child('required'), errors)
  } else errors.required(path.child('required'), 'must specify required node constraints')
}

function validateClassAndMode(spec: PersistentVolumeSpec, inline: boolean, path: Path, errors: FieldErrors): void {
  const { hostPath, storageClassName, volumeMode } = spec
  if (hostPath && spec.persistentVolumeReclaimPolicy === 'Recycle' && isRoot(hostPath.path)) {
    const place = path.child('persistentVolumeReclaimPolicy')
    errors.forbidden(place, "may not be 'recycle' for a hostPath mount of '/'")
  }
  if (storageClassName) {
    const place = path.child('storageClassName')
    if (inline) errors.forbidden(place, `may not be specified ${INLINE}`)
    else errors.invalidAll(place, storageClassName, nameIsDNSSubdomain(storageClassName, false))
  }
  if (volumeMode === undefined) return
  const place = path.child('volumeMode')
  if (inline) {
    if (volumeMode !== 'Filesystem') {
      errors.forbidden(place, `may not specify volumeMode other than Filesystem ${INLINE}`)
    }
  } else if (!VOLUME_MODES.includes(volumeMode)) errors.notSupported(place, volumeMode, VOLUME_MODES)
}

/** Whether Go's path.Clean makes `/` of it. */
function isRoot(path: string): boolean {
  if (!path.startsWith('/')) return false
  let depth = 0
  for (const part of path.split('/')) {
    if (part === '..') depth = Math.max(0, depth - 1)
    else if (part !== '' && part !== '.') depth++
  }
  return depth === 0
}

function validateAttributesClass(spec: PersistentVolumeSpec, path: Path, errors: FieldErrors): void {
  const name = spec.volumeAttributesClassName
  if (name === undefined) return
  const place = path.child('volumeAttributesClassName')
  if (name === '') errors.required(place, 'an empty string is disallowed')
  else errors.invalidAll(place, name, nameIsDNSSubdomain(name, false))
  if (!spec.csi) errors.required(path.child('csi'), 'has to be specified when using volumeAttributesClassName')
}
