// PersistentVolume: storage that is there, and who has it. Upstream: pkg/registry/core/persistentvolume/strategy.go.
import type { PersistentVolume } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { defaultVolumeSource } from '../../lib/persistent-volume/defaults.ts'
import { validateVolumeSpec } from '../../lib/persistent-volume/validation.ts'
import { roundResourceList } from '../../lib/resource-list.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { isValidLabelValue, nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { volumeRow } from './row.ts'
import { validateVolumeChange } from './validation-update.ts'
import { volumeWarnings } from './warnings.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const SPEC = Path.of('spec')
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options'
/** Sources whose plugins take mount options. */
const MOUNTABLE = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const

function setDefaults({ spec, status }: PersistentVolume): void {
  status.phase ||= 'Pending'
  spec.persistentVolumeReclaimPolicy ||= 'Retain'
  spec.volumeMode ??= 'Filesystem'
  roundResourceList(spec.capacity)
  defaultVolumeSource(spec)
}

function validateSpec(
  { metadata, spec }: PersistentVolume,
  old: PersistentVolume | undefined,
  errors: FieldErrors,
  { gates }: KindContext,
): void {
  const terms = old?.spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  const invalid = terms.some(({ matchExpressions = [] }) =>
    matchExpressions.some(({ values = [] }) => values.some((value) => isValidLabelValue(value).length > 0)),
  )
  const attributesClass = gates.enabled('VolumeAttributesClass') || old?.spec.volumeAttributesClassName !== undefined
  validateVolumeSpec(spec, metadata.name ?? '', SPEC, errors, { attributesClass, allowInvalidLabelValue: invalid })
}

function validateMountOptions({ metadata, spec }: PersistentVolume, errors: FieldErrors): void {
  if (metadata.annotations?.[MOUNT_OPTIONS] === undefined || MOUNTABLE.some((field) => spec[field])) return
  errors.forbidden(`metadata.annotations.${MOUNT_OPTIONS}`, 'may not specify mount options for this volume type')
}

function dropDisabled(object: PersistentVolume, old: PersistentVolume | undefined, { gates }: KindContext): void {
  if (gates.enabled('VolumeAttributesClass') || old?.spec.volumeAttributesClassName !== undefined) return
  delete object.spec.volumeAttributesClassName
}

/** When the phase changed: as the client says, unless it says nothing new. */
function stampPhase({ status }: PersistentVolume, { status: old }: PersistentVolume, now: string): void {
  const same = old.phase === status.phase
  const given = status.lastPhaseTransitionTime
  if (same) {
    if (given === undefined && old.lastPhaseTransitionTime !== undefined) {
      status.lastPhaseTransitionTime = old.lastPhaseTransitionTime
    }
  } else if (given === undefined || given === old.lastPhaseTransitionTime) status.lastPhaseTransitionTime = now
}

/** PersistentVolume of v1. */
export const kind: KindRules<PersistentVolume> = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  name: nameIsDNSSubdomain,
  defaults: setDefaults,
  prepareForCreate(object, context) {
    object.status = { phase: 'Pending', lastPhaseTransitionTime: context.now }
    dropDisabled(object, undefined, context)
  },
  validate(object, errors, context) {
    validateSpec(object, undefined, errors, context)
    validateMountOptions(object, errors)
  },
  warningsOnCreate: volumeWarnings,
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropDisabled(object, old, context)
    },
    // Upstream judges the whole object once more before it compares.
    validate(object, old, errors, context) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateSpec(object, old, errors, context)
      validateMountOptions(object, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateSpec(object, old, errors, context)
      validateVolumeChange(object, old, errors, context.gates)
    },
    warnings: volumeWarnings,
  },
  subresources: {
    status: {
      prepare(object, old, { now }) {
        object.spec = old.spec
        stampPhase(object, old, now)
      },
      validate: (object, old, errors) => validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors),
    },
  },
  row: volumeRow,
}
