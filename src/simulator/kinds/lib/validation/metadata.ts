// metadata as every kind has it, on creation and on update, in upstream's order of problems.
// Upstream: apimachinery/pkg/api/validation/objectmeta.go.
import type { ObjectMeta, OwnerReference } from '../../../../generated/api/meta.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { NameRule } from '../../contract.ts'
import { validateManagedFields } from './field-manager.ts'
import { isQualifiedName } from './label-syntax.ts'
import { validateAnnotations, validateLabels } from './labels.ts'
import { nameIsDNSLabel } from './name-rules.ts'
import { semanticEqual } from './semantic-equal.ts'

export * from './conditions.ts'
export * from './field-manager.ts'
export * from './labels.ts'
export { nameIsDNSLabel, nameIsDNSSubdomain, validatePathSegmentName } from './name-rules.ts'
export * from './semantic-equal.ts'

/** What is said of a field that may never change. */
export const FIELD_IMMUTABLE = 'field is immutable'

/** `metadata`. */
export const METADATA = Path.of('metadata')
const GENERATE_NAME = METADATA.child('generateName')
const NAME = METADATA.child('name')
const NAMESPACE = METADATA.child('namespace')
const GENERATION = METADATA.child('generation')
const LABELS = METADATA.child('labels')
const ANNOTATIONS = METADATA.child('annotations')
const OWNERS = METADATA.child('ownerReferences')
const FINALIZERS = METADATA.child('finalizers')
const MANAGED_FIELDS = METADATA.child('managedFields')

/** Where the shared paths lie when metadata is not at the top: pod templates. */
interface MetaPaths {
  readonly generateName: Path
  readonly name: Path
  readonly namespace: Path
  readonly generation: Path
  readonly labels: Path
  readonly annotations: Path
  readonly owners: Path
  readonly finalizers: Path
  readonly managedFields: Path
}
const TOP: MetaPaths = {
  generateName: GENERATE_NAME,
  name: NAME,
  namespace: NAMESPACE,
  generation: GENERATION,
  labels: LABELS,
  annotations: ANNOTATIONS,
  owners: OWNERS,
  finalizers: FINALIZERS,
  managedFields: MANAGED_FIELDS,
}

const below = (path: Path): MetaPaths =>
  path === METADATA
    ? TOP
    : {
        generateName: path.child('generateName'),
        name: path.child('name'),
        namespace: path.child('namespace'),
        generation: path.child('generation'),
        labels: path.child('labels'),
        annotations: path.child('annotations'),
        owners: path.child('ownerReferences'),
        finalizers: path.child('finalizers'),
        managedFields: path.child('managedFields'),
      }

/**
 * ValidateObjectMeta: metadata of an object whose name has been generated already. Labels and the like that are the `stored` object's
 * very own were judged when it was stored.
 */
export function validateObjectMeta(
  meta: ObjectMeta,
  rules: { readonly namespaced: boolean; readonly name: NameRule },
  path: Path,
  errors: FieldErrors,
  stored?: ObjectMeta,
): void {
  const at = below(path)
  if (meta.generateName) errors.invalidAll(at.generateName, meta.generateName, rules.name(meta.generateName, true))
  if (meta.name) errors.invalidAll(at.name, meta.name, rules.name(meta.name, false))
  else errors.required(at.name, 'name or generateName is required')
  if (!rules.namespaced) {
    if (meta.namespace) errors.forbidden(at.namespace, 'not allowed on this type')
  } else if (meta.namespace) errors.invalidAll(at.namespace, meta.namespace, nameIsDNSLabel(meta.namespace, false))
  else errors.required(at.namespace)
  validateNonnegativeField(meta.generation ?? 0, at.generation, errors)
  if (meta.labels && meta.labels !== stored?.labels) validateLabels(meta.labels, at.labels, errors)
  if (meta.annotations && meta.annotations !== stored?.annotations)
    validateAnnotations(meta.annotations, at.annotations, errors)
  if (meta.ownerReferences && meta.ownerReferences !== stored?.ownerReferences)
    validateOwnerReferences(meta.ownerReferences, at.owners, errors)
  if (meta.finalizers) validateFinalizers(meta.finalizers, at.finalizers, errors)
  if (meta.managedFields) validateManagedFields(meta.managedFields, at.managedFields, errors)
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

/** A finalizer without a domain must be one Kubernetes knows. */
export function validateKubeFinalizerName(finalizer: string, path: Path, errors: FieldErrors): void {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return
  errors.invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')
}

function validateKubeFinalizers(meta: ObjectMeta, path: Path, errors: FieldErrors): void {
  for (const [i, finalizer] of (meta.finalizers ?? []).entries()) {
    validateKubeFinalizerName(finalizer, path.index(i), errors)
  }
}

/** core's ValidateObjectMeta: the same, and finalizers must be standard or qualified. Most groups use this one. */
export function validateCoreObjectMeta(
  meta: ObjectMeta,
  rules: { readonly namespaced: boolean; readonly name: NameRule },
  path: Path,
  errors: FieldErrors,
): void {
  validateObjectMeta(meta, rules, path, errors)
  if (meta.finalizers) validateKubeFinalizers(meta, below(path).finalizers, errors)
}

/** core's ValidateObjectMetaUpdate: the same, and finalizers must be standard or qualified. */
export function validateCoreObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, errors: FieldErrors): void {
  validateObjectMetaUpdate(meta, old, errors)
  if (meta.finalizers) validateKubeFinalizers(meta, FINALIZERS, errors)
}

/** ValidateObjectMetaUpdate: what an update may not do to metadata. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, errors: FieldErrors): void {
  if (old.deletionTimestamp) validateNoNewFinalizers(meta.finalizers ?? [], old.finalizers ?? [], FINALIZERS, errors)
  if (!meta.resourceVersion) {
    errors.invalid(METADATA.child('resourceVersion'), '', 'must be specified for an update')
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.invalid(GENERATION, meta.generation ?? 0, 'must not be decremented')
  }
  for (const field of IMMUTABLE_TEXTS) {
    const value = meta[field] ?? ''
    if (value !== (old[field] ?? '')) errors.invalid(METADATA.child(field), value, FIELD_IMMUTABLE)
  }
  for (const field of IMMUTABLE_OTHERS) {
    if (meta[field] !== old[field]) errors.invalid(METADATA.child(field), meta[field], FIELD_IMMUTABLE)
  }
  if (meta.labels && meta.labels !== old.labels) validateLabels(meta.labels, LABELS, errors)
  if (meta.annotations && meta.annotations !== old.annotations)
    validateAnnotations(meta.annotations, ANNOTATIONS, errors)
  if (meta.ownerReferences && meta.ownerReferences !== old.ownerReferences)
    validateOwnerReferences(meta.ownerReferences, OWNERS, errors)
  if (meta.managedFields) validateManagedFields(meta.managedFields, MANAGED_FIELDS, errors)
}

const IMMUTABLE_TEXTS = ['name', 'namespace', 'uid'] as const
const IMMUTABLE_OTHERS = ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const

/** A number that may not be negative. */
export function validateNonnegativeField(value: number, path: Path, errors: FieldErrors): void {
  if (value < 0) errors.invalid(path, value, 'must be greater than or equal to 0')
}

/** A field that may not change once the object is there. */
export function validateImmutableField(value: unknown, old: unknown, path: Path, errors: FieldErrors): void {
  if (!semanticEqual(value, old)) errors.invalid(path, value, FIELD_IMMUTABLE)
}

/** metadata.ownerReferences: each complete, at most one the controller. */
export function validateOwnerReferences(owners: readonly OwnerReference[], path: Path, errors: FieldErrors): void {
  let controller = ''
  for (const owner of owners) {
    validateOwnerReference(owner, path, errors)
    if (!owner.controller) continue
    const name = `${owner.kind}/${owner.name}`
    if (controller === '') controller = name
    else {
      const found = `Found "true" in references for ${controller} and ${name}`
      errors.invalid(path, owners, `Only one reference can have Controller set to true. ${found}`)
    }
  }
}

function validateOwnerReference(owner: OwnerReference, path: Path, errors: FieldErrors): void {
  const parts = owner.apiVersion.split('/')
  const version = parts.length > 2 ? '' : parts[parts.length - 1]!
  if (version === '') errors.invalid(path.child('apiVersion'), owner.apiVersion, 'version must not be empty')
  for (const field of OWNER_TEXTS) {
    if (owner[field] === '') errors.invalid(path.child(field), '', 'must not be empty')
  }
  if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
    errors.invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner')
  }
}

const OWNER_TEXTS = ['kind', 'name', 'uid'] as const

/** metadata.finalizers: qualified names, and not both ways of handling dependents. */
export function validateFinalizers(finalizers: readonly string[], path: Path, errors: FieldErrors): void {
  for (const finalizer of finalizers) validateFinalizerName(finalizer, path, errors)
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set')
  }
}

/** The name of one finalizer. */
export const validateFinalizerName = (finalizer: string, path: Path, errors: FieldErrors): void =>
  errors.invalidAll(path, finalizer, isQualifiedName(finalizer))

function validateNoNewFinalizers(
  finalizers: readonly string[],
  old: readonly string[],
  path: Path,
  errors: FieldErrors,
): void {
  const extra = [...new Set(finalizers)].filter((finalizer) => !old.includes(finalizer)).sort()
  if (extra.length === 0) return
  const found = `[]string{${extra.map(quote).join(', ')}}`
  errors.forbidden(path, `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`)
}
