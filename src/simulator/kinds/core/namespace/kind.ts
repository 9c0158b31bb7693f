// Namespace: a room for other objects, with a finalizer of its own in its spec and a phase in its status.
// Upstream: pkg/registry/core/namespace/strategy.go, SetDefaults_Namespace in pkg/apis/core/v1/defaults.go.
import type { Namespace } from '../../../../generated/api/core.v1.ts'
import { withEntry } from '../../../../model/sorted-map.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import {
  METADATA,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateFinalizerName,
  validateKubeFinalizerName,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSLabel } from '../../lib/validation/names.ts'

const FINALIZERS = Path.of('spec', 'finalizers')
const PHASE = Path.of('status', 'Phase')
const META_RULES = { namespaced: false, name: nameIsDNSLabel }
const NAME_LABEL = 'kubernetes.io/metadata.name'

/** The label every namespace carries; unknown until a generated name is. */
function labelWithName(object: Namespace): void {
  const { name } = object.metadata
  if (name) object.metadata.labels = withEntry(object.metadata.labels, NAME_LABEL, name)
}

function validateFinalizers(object: Namespace, errors: FieldErrors): void {
  for (const finalizer of object.spec.finalizers ?? []) {
    validateFinalizerName(finalizer, FINALIZERS, errors)
    validateKubeFinalizerName(finalizer, FINALIZERS, errors)
  }
}

/** Namespace of v1. */
export const kind: KindRules<Namespace> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  name: nameIsDNSLabel,
  defaults(object) {
    if (object.metadata.labels?.[NAME_LABEL] !== object.metadata.name) labelWithName(object)
    object.status.phase ||= 'Active'
  },
  prepareForCreate(object) {
    object.status = { phase: 'Active' }
    const finalizers = object.spec.finalizers ?? []
    if (!finalizers.includes('kubernetes')) object.spec.finalizers = [...finalizers, 'kubernetes']
    labelWithName(object)
  },
  validate: validateFinalizers,
  update: {
    prepare(object, old) {
      object.spec = { ...object.spec, finalizers: old.spec.finalizers }
      object.status = old.status
    },
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateFinalizers(object, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        const phase = object.status.phase ?? ''
        if (object.metadata.deletionTimestamp) {
          if (phase !== 'Terminating') {
            errors.invalid(PHASE, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")
          }
        } else if (phase !== 'Active') {
          errors.invalid(PHASE, phase, "may only be 'Active' if `deletionTimestamp` is empty")
        }
      },
    },
    finalize: {
      prepare(object, old) {
        object.status = old.status
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        for (const [i, finalizer] of (object.spec.finalizers ?? []).entries()) {
          validateFinalizerName(finalizer, FINALIZERS.index(i), errors)
          validateKubeFinalizerName(finalizer, FINALIZERS.index(i), errors)
        }
      },
    },
  },
  fieldNames: ['metadata.name', 'status.phase'],
  fields: (object) => ({ 'status.phase': object.status.phase ?? '' }),
  row: (object, now) => [object.metadata.name, object.status.phase ?? '', age(object.metadata.creationTimestamp, now)],
  deletion: {
    holds: (object) => (object.spec.finalizers?.length ?? 0) > 0,
    mark(object) {
      object.status = { ...object.status, phase: 'Terminating' }
    },
    refusal: (what, asked, is) =>
      `Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${is}`,
  },
}
