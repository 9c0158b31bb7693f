// VolumeAttachment: a volume that is to be, or is, attached to a node.
// Upstream: pkg/registry/storage/volumeattachment/strategy.go, ValidateVolumeAttachment in pkg/apis/storage/validation/validation.go.
import type { VolumeAttachment, VolumeAttachmentSource, VolumeError } from '../../../../generated/api/storage.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultVolumeSource } from '../../lib/persistent-volume/defaults.ts'
import { validateVolumeSpec } from '../../lib/persistent-volume/validation.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { validateCSIDriverName } from '../../lib/pod-spec/volumes/local-sources.ts'
import { resetMetaForStatus } from '../../lib/status-meta.ts'
import { FIELD_IMMUTABLE, METADATA, semanticEqual, validateCoreObjectMeta } from '../../lib/validation/metadata.ts'
import { byteLength, inclusiveRangeError, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const SPEC = Path.of('spec')
const SOURCE = SPEC.child('source')
const STATUS = Path.of('status')
const MAX_METADATA = 256 * 1024
const MAX_MESSAGE = 1024
const MAX_CODE = 2 ** 31 - 1
const ONE_SOURCE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'

function validate({ spec, status }: VolumeAttachment, errors: FieldErrors): void {
  validateCSIDriverName(spec.attacher, SPEC.child('attacher'), errors)
  validateSource(spec.source, errors)
  errors.invalidAll(SPEC.child('nodeName'), spec.nodeName, nameIsDNSSubdomain(spec.nodeName, false))
  let size = 0
  for (const key in status.attachmentMetadata) size += byteLength(key) + byteLength(status.attachmentMetadata[key]!)
  if (size > MAX_METADATA) errors.tooLong(STATUS.child('attachmentMetadata'), MAX_METADATA)
  validateError(status.attachError, STATUS.child('attachError'), errors)
  validateError(status.detachError, STATUS.child('detachError'), errors)
  const name = spec.source.persistentVolumeName
  if (name !== undefined) {
    errors.invalidAll('spec.source.persistentVolumeName', name, nameIsDNSSubdomain(name, false))
  }
}

function validateSource({ inlineVolumeSpec, persistentVolumeName }: VolumeAttachmentSource, errors: FieldErrors): void {
  const path = SOURCE.child('inlineVolumeSpec')
  if (inlineVolumeSpec && persistentVolumeName !== undefined) errors.forbidden(SOURCE, ONE_SOURCE)
  else if (inlineVolumeSpec) validateVolumeSpec(inlineVolumeSpec, '', path, errors, { inline: true })
  else if (persistentVolumeName === undefined) errors.required(SOURCE, ONE_SOURCE)
  else if (persistentVolumeName === '') {
    errors.required(SOURCE.child('persistentVolumeName'), 'must specify non empty persistentVolumeName')
  }
}

/** Upstream names another limit than it holds messages to. */
function validateError(error: VolumeError | undefined, path: Path, errors: FieldErrors): void {
  if (error === undefined) return
  if (byteLength(error.message ?? '') > MAX_MESSAGE) errors.tooLong(path.child('message'), MAX_METADATA)
  const code = error.errorCode
  if (code !== undefined && code < 0) errors.invalid(path.child('errorCode'), code, inclusiveRangeError(0, MAX_CODE))
}

/** VolumeAttachment of storage.k8s.io/v1. */
export const kind: KindRules<VolumeAttachment> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  name: nameIsDNSSubdomain,
  defaults({ spec }) {
    if (spec.source.inlineVolumeSpec) defaultVolumeSource(spec.source.inlineVolumeSpec)
  },
  prepareForCreate(object) {
    object.status = { attached: false }
  },
  validate,
  update: {
    prepare(object, old) {
      object.status = old.status
    },
    validate: validateUpdate,
  },
  subresources: {
    status: {
      prepare(object, old, { gates }) {
        object.spec = old.spec
        resetMetaForStatus(object.metadata, old.metadata)
        if (gates.enabled('MutableCSINodeAllocatableCount')) return
        for (const field of ['attachError', 'detachError'] as const) {
          if (old.status[field]?.errorCode === undefined) delete object.status[field]?.errorCode
        }
      },
      validate: validateUpdate,
    },
  },
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.attacher,
    spec.source.persistentVolumeName ?? '',
    spec.nodeName,
    status.attached,
    age(metadata.creationTimestamp, now),
  ],
}

function validateUpdate(object: VolumeAttachment, old: VolumeAttachment, errors: FieldErrors): void {
  validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
  validate(object, errors)
  if (semanticEqual(object.spec, old.spec)) return
  errors.invalid(SPEC, internalForm('VolumeAttachmentSpec', object.spec), FIELD_IMMUTABLE)
}
