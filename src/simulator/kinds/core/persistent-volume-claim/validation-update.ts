// What an update of a claim may change: its volume once, its class once, and when bound its size and attributes.
// Upstream: ValidatePersistentVolumeClaimUpdate in pkg/apis/core/validation/validation.go.
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity, type Quantity, zeroQuantity } from '../../../../model/quantity.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import type { ClaimSpecOptions } from '../../lib/pod-spec/volumes/claim-template.ts'
import { internalDiff } from '../../lib/unified-diff.ts'
import {
  FIELD_IMMUTABLE,
  semanticEqual,
  validateImmutableField,
  validateLabelSelector,
} from '../../lib/validation/metadata.ts'

const SPEC = Path.of('spec')
const STORAGE = SPEC.child('resources', 'requests', 'storage')
const ATTRIBUTES_CLASS = SPEC.child('volumeAttributesClassName')
const CLASS = 'volume.beta.kubernetes.io/storage-class'

/** What the stored claim may keep. */
export function claimOptions({ spec }: PersistentVolumeClaim): ClaimSpecOptions {
  const errors = new FieldErrors()
  validateLabelSelector(spec.selector, SPEC, errors)
  return {
    allowInvalidLabelValueInSelector: errors.length > 0,
    allowInvalidAPIGroup: (spec.dataSource?.apiGroup ?? spec.dataSourceRef?.apiGroup ?? undefined) !== undefined,
  }
}

/** The comparing half of ValidatePersistentVolumeClaimUpdate. */
export function validateClaimChange(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  const [now, before] = comparable(claim, old, errors)
  if (!semanticEqual(now, before)) {
    const difference = internalDiff(
      internalForm('PersistentVolumeClaimSpec', before, true),
      internalForm('PersistentVolumeClaimSpec', now),
    )
    const except = 'except resources.requests and volumeAttributesClassName for bound claims'
    errors.forbidden(SPEC, `spec is immutable after creation ${except}\n${difference}`)
  }
  validateSize(claim, old, errors, gates)
  validateImmutableField(claim.spec.volumeMode, old.spec.volumeMode, Path.of('volumeMode'), errors)
  validateAttributesClass(claim, old, errors, gates)
}

/** Both specs with what may differ made alike. */
function comparable(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  errors: FieldErrors,
): readonly [PersistentVolumeClaimSpec, PersistentVolumeClaimSpec] {
  const now = { ...claim.spec }
  const before = { ...old.spec }
  if (!before.volumeName) before.volumeName = now.volumeName
  const annotation = claim.metadata.annotations?.[CLASS]
  const oldAnnotation = old.metadata.annotations?.[CLASS]
  const named = before.storageClassName === undefined && now.storageClassName !== undefined
  const fromAnnotation = oldAnnotation !== undefined && now.storageClassName === oldAnnotation
  if (named && fromAnnotation && (annotation === undefined || annotation === oldAnnotation)) {
    delete now.storageClassName
  } else {
    if ((annotation ?? '') !== (oldAnnotation ?? '')) {
      errors.invalid(`metadata.annotations.${CLASS}`, annotation ?? '', FIELD_IMMUTABLE)
    }
    if (named && (oldAnnotation === undefined || fromAnnotation)) now.storageClassName = before.storageClassName
  }
  if (claim.status.phase !== 'Bound') return [now, before]
  if (now.resources.requests) {
    const requests = { ...now.resources.requests, storage: old.spec.resources.requests?.['storage'] ?? '0' }
    now.resources = { ...now.resources, requests }
  }
  now.volumeAttributesClassName = before.volumeAttributesClassName
  return [now, before]
}

const amountOf = (list: Readonly<Record<string, string>> | undefined): Quantity =>
  list?.['storage'] === undefined ? zeroQuantity : mustParseQuantity(list['storage'])

/** A claim shrinks only down to what it has not got yet. */
function validateSize(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  const size = amountOf(claim.spec.resources.requests)
  if (compareQuantity(size, amountOf(old.spec.resources.requests)) >= 0) return
  const { allocatedResources, allocatedResourceStatuses, capacity } = old.status
  const recovers = gates.enabled('RecoverVolumeExpansionFailure') || allocatedResources || allocatedResourceStatuses
  if (!recovers) errors.forbidden(STORAGE, 'field can not be less than previous value')
  else if (compareQuantity(size, amountOf(capacity)) <= 0) {
    errors.forbidden(STORAGE, 'field can not be less than status.capacity')
  }
}

function validateAttributesClass(
  { spec }: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  const name = spec.volumeAttributesClassName
  if (name === old.spec.volumeAttributesClassName) return
  const enabled = gates.enabled('VolumeAttributesClass')
  if (!enabled) {
    errors.forbidden(ATTRIBUTES_CLASS, 'update is forbidden when the VolumeAttributesClass feature gate is disabled')
  }
  if (!enabled && old.spec.volumeAttributesClassName === undefined) return
  if (old.status.currentVolumeAttributesClassName === undefined || name) return
  const what = name === undefined ? 'nil' : 'empty string'
  const why = `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`
  errors.forbidden(ATTRIBUTES_CLASS, why)
}
