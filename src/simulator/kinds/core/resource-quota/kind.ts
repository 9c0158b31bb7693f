// ResourceQuota: bounds for what all objects of a namespace may add up to.
// Upstream: pkg/registry/core/resourcequota/strategy.go, ValidateResourceQuota in pkg/apis/core/validation/validation.go.
import type { ResourceQuota } from '../../../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { roundResourceList } from '../../lib/resource-list.ts'
import { FIELD_IMMUTABLE, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { quotaRow } from './row.ts'
import { SCOPES, validateAmounts, validateSpec } from './validation.ts'

const STATUS = Path.of('status')
const COMPARED = ['cpu', 'memory', 'storage', 'ephemeral-storage']

function validateStatus({ status }: ResourceQuota, errors: FieldErrors): void {
  validateAmounts(status.hard, STATUS.child('hard'), errors)
  validateAmounts(status.used, STATUS.child('used'), errors)
}

/** Requests that exceed the limits; cpu and memory are requests too. */
function warnings({ spec }: ResourceQuota): readonly string[] {
  const hard = spec.hard ?? {}
  return COMPARED.flatMap((resource) => {
    const bare = resource === 'cpu' || resource === 'memory'
    const request = bare && !(`requests.${resource}` in hard) ? resource : `requests.${resource}`
    const limit = `limits.${resource}`
    const requested = hard[request]
    const limited = hard[limit]
    if (requested === undefined || limited === undefined) return []
    if (compareQuantity(mustParseQuantity(requested), mustParseQuantity(limited)) <= 0) return []
    return [`ResourceQuota ${request} (${requested}) should be less than ${limit} (${limited})`]
  })
}

function sameScopes(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const left = new Set(a)
  const right = new Set(b)
  return left.size === right.size && [...left].every((scope) => right.has(scope))
}

/** ResourceQuota of v1. */
export const kind: KindRules<ResourceQuota> = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  name: nameIsDNSSubdomain,
  defaults({ spec, status }) {
    roundResourceList(spec.hard)
    roundResourceList(status.hard)
    roundResourceList(status.used)
  },
  prepareForCreate(object) {
    object.status = {}
  },
  validate(object, errors) {
    validateSpec(object.spec, errors)
    validateStatus(object, errors)
  },
  warningsOnCreate: warnings,
  update: {
    prepare(object, old) {
      object.status = old.status
    },
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSpec(object.spec, errors)
      const { scopes } = object.spec
      if (!sameScopes(scopes, old.spec.scopes)) errors.invalid(SCOPES, scopes, FIELD_IMMUTABLE)
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        if (!object.metadata.resourceVersion) errors.required('resourceVersion')
        validateStatus(object, errors)
      },
    },
  },
  row: quotaRow,
}
