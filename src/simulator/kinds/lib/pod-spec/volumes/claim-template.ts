// Claims made for a pod: the template of a generic ephemeral volume, and the spec of any claim.
// Upstream: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec, ValidateTemplateObjectMeta).
import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from '../../../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../../../generated/api/meta.v1.ts'
import { givenOf } from '../../../../../model/given-empty.ts'
import { isZero, mustParseQuantity, sign } from '../../../../../model/quantity.ts'
import { quote } from '../../../../../model/quote.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateAnnotations, validateLabelSelector, validateLabels } from '../../validation/labels.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../../validation/names.ts'
import { validateResourceQuantityValue } from '../../validation/resource-names.ts'
import type { SourceCheck } from './source-rule.ts'

/** What a stored claim may keep. */
export interface ClaimSpecOptions {
  readonly allowInvalidLabelValueInSelector?: boolean
  readonly allowInvalidAPIGroup?: boolean
}

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const VOLUME_MODES = ['Block', 'Filesystem']

/** A generic ephemeral volume: its claim's template, and the name the claim will have. */
export const validateEphemeral: SourceCheck<'ephemeral'> = ({ volumeClaimTemplate }, path, errors, context) => {
  if (volumeClaimTemplate === undefined) errors.required(path.child('volumeClaimTemplate'))
  else validateClaimTemplate(volumeClaimTemplate, path.child('volumeClaimTemplate'), errors)
  const { podName, volume, volumePath } = context
  if (!podName || volume === '') return
  const claim = `${podName}-${volume}`
  for (const problem of isDNS1123Subdomain(claim)) {
    errors.invalid(volumePath.child('name'), volume, `PVC name ${quote(claim)}: ${problem}`)
  }
}

function validateClaimTemplate(template: PersistentVolumeClaimTemplate, path: Path, errors: FieldErrors): void {
  validateTemplateMeta(template.metadata, path.child('metadata'), errors)
  validateClaimSpec(template.spec, path.child('spec'), errors)
}

const META_FIELDS: readonly (keyof ObjectMeta)[] = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
]

/** As reflection tells: text that is not empty, pointers and lists that are not nil. */
function isGiven(meta: ObjectMeta, field: keyof ObjectMeta): boolean {
  const value = givenOf(meta, field)
  if (field === 'deletionGracePeriodSeconds' || typeof value === 'object') return value !== undefined && value !== null
  return Boolean(value)
}

/** Only labels and annotations may be given in a template's metadata. */
export function validateTemplateMeta(meta: ObjectMeta | undefined, path: Path, errors: FieldErrors): void {
  if (meta === undefined) return
  validateAnnotations(meta.annotations, path.child('annotations'), errors)
  validateLabels(meta.labels, path.child('labels'), errors)
  for (const field of META_FIELDS) {
    if (isGiven(meta, field)) errors.forbidden(path.child(field === 'uid' ? 'uID' : field), 'cannot be set')
  }
}

/** The spec of a claim. */
export function validateClaimSpec(
  spec: PersistentVolumeClaimSpec,
  path: Path,
  errors: FieldErrors,
  options: ClaimSpecOptions = {},
): void {
  validateAccessModes(spec.accessModes ?? [], path, errors, () => {
    if (spec.selector) {
      validateLabelSelector(spec.selector, path.child('selector'), errors, {
        allowInvalidLabelValue: options.allowInvalidLabelValueInSelector ?? false,
      })
    }
  })
  validateStorage(spec.resources?.requests?.['storage'], path.child('resources').key('storage'), errors)
  const { storageClassName, volumeMode, volumeAttributesClassName } = spec
  if (storageClassName) {
    errors.invalidAll(path.child('storageClassName'), storageClassName, isDNS1123Subdomain(storageClassName))
  }
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) {
    errors.notSupported(path.child('volumeMode'), volumeMode, VOLUME_MODES)
  }
  validateDataSources(spec, path, errors, options)
  if (volumeAttributesClassName) {
    const problems = isDNS1123Subdomain(volumeAttributesClassName)
    errors.invalidAll(path.child('volumeAttributesClassName'), volumeAttributesClassName, problems)
  }
}

/** Upstream judges the selector between "none given" and the modes themselves. */
function validateAccessModes(modes: readonly string[], path: Path, errors: FieldErrors, between: () => void): void {
  const place = path.child('accessModes')
  if (modes.length === 0) errors.required(place, 'at least 1 access mode is required')
  between()
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.notSupported(place, mode, ACCESS_MODES)
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode))
  if (others && modes.includes('ReadWriteOncePod')) {
    errors.forbidden(place, 'may not use ReadWriteOncePod with other access modes')
  }
}

function validateStorage(text: string | undefined, path: Path, errors: FieldErrors): void {
  if (text === undefined) {
    errors.required(path)
    return
  }
  const quantity = mustParseQuantity(text)
  if (sign(quantity) < 0 || isZero(quantity)) {
    errors.invalid(path, text, 'must be greater than zero')
    return
  }
  validateResourceQuantityValue('storage', text, path, errors)
}

function validateDataSources(
  { dataSource, dataSourceRef }: PersistentVolumeClaimSpec,
  path: Path,
  errors: FieldErrors,
  options: ClaimSpecOptions,
): void {
  if (dataSource) validateDataSource(dataSource, path.child('dataSource'), errors, options)
  if (dataSourceRef) {
    validateDataSource(dataSourceRef, path.child('dataSourceRef'), errors, options)
    const { namespace } = dataSourceRef
    if (namespace) errors.invalidAll(path.child('dataSourceRef', 'namespace'), namespace, isDNS1123Label(namespace))
  }
  if (!dataSource || !dataSourceRef) return
  if (dataSourceRef.namespace) {
    errors.invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified')
    return
  }
  const same =
    dataSource.apiGroup === dataSourceRef.apiGroup &&
    dataSource.kind === dataSourceRef.kind &&
    dataSource.name === dataSourceRef.name
  if (!same) errors.invalid(path, {}, 'must match dataSourceRef')
}

function validateDataSource(
  { apiGroup, kind, name }: Pick<TypedObjectReference, 'kind' | 'name'> & { apiGroup?: string | null | undefined },
  path: Path,
  errors: FieldErrors,
  options: ClaimSpecOptions,
): void {
  if (name === '') errors.required(path.child('name'))
  if (kind === '') errors.required(path.child('kind'))
  if (!apiGroup) {
    if (kind !== 'PersistentVolumeClaim') {
      errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
    }
  } else if (!options.allowInvalidAPIGroup) {
    errors.invalidAll(path.child('apiGroup'), apiGroup, isDNS1123Subdomain(apiGroup))
  }
}
