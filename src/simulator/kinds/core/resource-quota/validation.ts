// Whether a quota limits what can be limited, within scopes that fit. Upstream: ValidateResourceQuotaSpec in
// pkg/apis/core/validation/validation.go, IsResourceQuotaScopeValidForResource in pkg/apis/core/helper/helpers.go.
import type { ResourceQuotaSpec, ScopeSelector } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { goForm } from '../../lib/go-form.ts'
import {
  isStandardQuotaResourceName,
  validateQuotaResourceName,
  validateResourceQuantityValue,
} from '../../lib/validation/resource-names.ts'

type Amounts = Readonly<Record<string, string>> | undefined

const HARD = Path.of('spec', 'hard')
/** Where scopes are. */
export const SCOPES = Path.of('spec', 'scopes')
const EXPRESSIONS = Path.of('spec', 'scopeSelector', 'matchExpressions')
const COMPUTE: ReadonlySet<string> = new Set([
  'pods',
  'cpu',
  'memory',
  'limits.cpu',
  'limits.memory',
  'requests.cpu',
  'requests.memory',
])
const PODS: ReadonlySet<string> = new Set(['pods'])
const CLAIMS: ReadonlySet<string> = new Set(['persistentvolumeclaims', 'requests.storage'])
/** The scopes, with the resources that can be limited within each. */
const SCOPE_RESOURCES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Terminating', COMPUTE],
  ['NotTerminating', COMPUTE],
  ['BestEffort', PODS],
  ['NotBestEffort', COMPUTE],
  ['PriorityClass', COMPUTE],
  ['CrossNamespacePodAffinity', COMPUTE],
  ['VolumeAttributesClass', CLAIMS],
])
const BARE_SCOPES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity']
const EXISTS_ONLY =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"

/** ValidateResourceQuotaSpec. */
export function validateSpec(spec: ResourceQuotaSpec, errors: FieldErrors): void {
  validateAmounts(spec.hard, HARD, errors)
  const { scopes, scopeSelector } = spec
  if (scopes?.length) validateScopes(spec, scopes, errors)
  if (scopeSelector !== undefined) validateSelector(spec, scopeSelector, errors)
}

/** Amounts of resources a quota can name. */
export function validateAmounts(amounts: Amounts, path: Path, errors: FieldErrors): void {
  for (const name in amounts) {
    validateQuotaResourceName(name, path.key(name), errors)
    validateResourceQuantityValue(name, amounts[name]!, path.key(name), errors)
  }
}

function validateScopes(spec: ResourceQuotaSpec, scopes: readonly string[], errors: FieldErrors): void {
  for (const scope of scopes) {
    if (!SCOPE_RESOURCES.has(scope)) errors.invalid(SCOPES, scopes, 'unsupported scope')
    for (let i = misfits(spec, scope); i > 0; i--) {
      errors.invalid(SCOPES, scopes, 'unsupported scope applied to resource')
    }
  }
  validatePairs(scopes, SCOPES, scopes, errors)
}

/** How many of the limited resources a scope has nothing to do with. */
function misfits({ hard }: ResourceQuotaSpec, scope: string): number {
  const fit = SCOPE_RESOURCES.get(scope)
  if (fit === undefined) return 0
  return Object.keys(hard ?? {}).filter((name) => isStandardQuotaResourceName(name) && !fit.has(name)).length
}

function validatePairs(scopes: readonly string[], path: Path, shown: unknown, errors: FieldErrors): void {
  for (const scope of ['BestEffort', 'Terminating']) {
    if (scopes.includes(scope) && scopes.includes(`Not${scope}`)) errors.invalid(path, shown, 'conflicting scopes')
  }
}

function validateSelector(spec: ResourceQuotaSpec, selector: ScopeSelector, errors: FieldErrors): void {
  const expressions = selector.matchExpressions ?? []
  for (const { scopeName, operator, values = [] } of expressions) {
    if (!SCOPE_RESOURCES.has(scopeName)) errors.invalid(EXPRESSIONS.child('scopeName'), scopeName, 'unsupported scope')
    for (let i = misfits(spec, scopeName); i > 0; i--) {
      errors.invalid(EXPRESSIONS, goForm(selector, 'core.v1.ScopeSelector'), 'unsupported scope applied to resource')
    }
    if (BARE_SCOPES.includes(scopeName) && operator !== 'Exists') {
      errors.invalid(EXPRESSIONS.child('operator'), operator, EXISTS_ONLY)
    }
    validateValues(operator, values, errors)
  }
  const names = expressions.map(({ scopeName }) => scopeName)
  validatePairs(names, EXPRESSIONS, spec.scopes ?? null, errors)
}

function validateValues(operator: string, values: readonly string[], errors: FieldErrors): void {
  const path = EXPRESSIONS.child('values')
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.required(path, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")
      }
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.invalid(path, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")
      }
      break
    default:
      errors.invalid(EXPRESSIONS.child('operator'), operator, 'not a valid selector operator')
  }
}
