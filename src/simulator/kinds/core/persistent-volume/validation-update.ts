// What an update of a persistent volume may not change: where the storage is, how it is used, which nodes reach it.
// Upstream: ValidatePersistentVolumeUpdate in pkg/apis/core/validation/validation.go.
import type {
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PersistentVolume,
  PersistentVolumeSpec,
  VolumeNodeAffinity,
} from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { SOURCE_FIELDS } from '../../lib/persistent-volume/sources.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { internalDiff } from '../../lib/unified-diff.ts'
import { FIELD_IMMUTABLE, semanticEqual, validateImmutableField } from '../../lib/validation/metadata.ts'

const ATTRIBUTES_CLASS = Path.of('spec', 'volumeAttributesClassName')
/** Labels that may be written by their newer names. */
const STABLE_LABELS: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
}

/** What ValidatePersistentVolumeUpdate compares. */
export function validateVolumeChange(
  { spec }: PersistentVolume,
  { spec: old }: PersistentVolume,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  const now = sourceOf(expandSecretApart(spec, old))
  const before = sourceOf(old)
  if (!semanticEqual(now, before)) {
    const difference = internalDiff(sourceForm(before, true), sourceForm(now))
    const why = `spec.persistentvolumesource is immutable after creation\n${difference}`
    errors.forbidden('spec.persistentvolumesource', why)
  }
  validateImmutableField(spec.volumeMode, old.volumeMode, Path.of('volumeMode'), errors)
  if (!gates.enabled('MutablePVNodeAffinity') && old.nodeAffinity !== undefined) {
    if (!sameAffinity(spec.nodeAffinity, old.nodeAffinity)) {
      const form = spec.nodeAffinity ? internalForm('VolumeNodeAffinity', spec.nodeAffinity) : undefined
      errors.invalid('nodeAffinity', form, `${FIELD_IMMUTABLE}, except for updating from beta label to GA`)
    }
  }
  if (spec.volumeAttributesClassName === old.volumeAttributesClassName) return
  if (!gates.enabled('VolumeAttributesClass')) {
    errors.forbidden(ATTRIBUTES_CLASS, 'update is forbidden when the VolumeAttributesClass feature gate is disabled')
  }
  if (old.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined) {
    errors.forbidden(ATTRIBUTES_CLASS, 'update from non-nil value to nil is forbidden')
  }
}

/** A CSI volume may be given the secret it is expanded with, later. */
function expandSecretApart(spec: PersistentVolumeSpec, old: PersistentVolumeSpec): PersistentVolumeSpec {
  if (!old.csi || old.csi.controllerExpandSecretRef || !spec.csi?.controllerExpandSecretRef) return spec
  const { controllerExpandSecretRef: _, ...csi } = spec.csi
  return { ...spec, csi }
}

const sourceOf = (spec: PersistentVolumeSpec): object =>
  Object.fromEntries(SOURCE_FIELDS.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]))

const sourceForm = (source: object, stored = false): object => internalForm('PersistentVolumeSource', source, stored)

function sameAffinity(affinity: VolumeNodeAffinity | undefined, old: VolumeNodeAffinity): boolean {
  const terms = affinity?.required?.nodeSelectorTerms ?? []
  const before = old.required?.nodeSelectorTerms ?? []
  if ((affinity?.required === undefined) !== (old.required === undefined)) return semanticEqual(terms, before)
  return terms.length === before.length && terms.every((term, i) => sameTerm(term, before[i]!))
}

function sameTerm(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  return sameList(term.matchExpressions, old.matchExpressions) && sameList(term.matchFields, old.matchFields)
}

function sameList(
  list: readonly NodeSelectorRequirement[] | undefined,
  old: readonly NodeSelectorRequirement[] | undefined,
): boolean {
  const now = list ?? []
  const before = old ?? []
  return (
    now.length === before.length &&
    now.every((requirement, i) => {
      const { key } = before[i]!
      return semanticEqual(
        requirement,
        (STABLE_LABELS[key] ?? '') === requirement.key ? { ...before[i], key: requirement.key } : before[i],
      )
    })
  )
}
