// ControllerRevision: a state a controller may go back to, never changed. Upstream:
// pkg/registry/apps/controllerrevision/strategy.go, validateControllerRevision in pkg/apis/apps/validation/validation.go.
import type { ControllerRevision } from '../../../../generated/api/apps.v1.ts'
import { controllerOf } from '../../../../model/owner-references.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import {
  METADATA,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateImmutableField,
  validateNonnegativeField,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const DATA = Path.of('data')
const REVISION = Path.of('revision')
const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }

function validate({ data, revision }: ControllerRevision, errors: FieldErrors): void {
  validateNonnegativeField(revision, REVISION, errors)
  if (data === undefined || data === null) errors.required(DATA, 'data is mandatory')
  else if (typeof data !== 'object' || Array.isArray(data)) errors.required(DATA, 'data must be a valid JSON object')
}

function controllerCell(object: ControllerRevision): string {
  const controller = controllerOf(object)
  if (controller === undefined) return '<none>'
  const slash = controller.apiVersion.indexOf('/')
  const group = slash < 0 ? '' : `.${controller.apiVersion.slice(0, slash)}`
  return `${(controller.kind + group).toLowerCase()}/${controller.name}`
}

/** ControllerRevision of apps/v1. */
export const kind: KindRules<ControllerRevision> = {
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  name: nameIsDNSSubdomain,
  validate,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateNonnegativeField(object.revision, REVISION, errors)
      validateImmutableField(object.data, old.data, DATA, errors)
    },
  },
  row: (object, now) => [
    object.metadata.name,
    controllerCell(object),
    object.revision,
    age(object.metadata.creationTimestamp, now),
  ],
}
