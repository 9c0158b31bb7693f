// Which requests webhooks and policies are about: operations, groups, versions, resources, scope.
// Upstream: validateRuleWithOperations and below in pkg/apis/admissionregistration/validation/validation.go.
import type { NamedRuleWithOperations, RuleWithOperations } from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isPathSegmentName } from '../validation/names.ts'

const ALL = '*'
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const MUTABLE_OPERATIONS = ['*', 'CONNECT', 'CREATE', 'UPDATE']
const SCOPES = ['*', 'Cluster', 'Namespaced']

/** SetDefaults_Rule for each. */
export function defaultRules(rules: readonly RuleWithOperations[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= ALL
}

/** One rule of a webhook. */
export function validateRule(rule: RuleWithOperations, path: Path, errors: FieldErrors): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule
  const alone = (field: string, list: readonly string[], others: string): void => {
    if (list.length === 0) errors.required(path.child(field))
    if (list.length > 1 && list.includes(ALL)) {
      errors.invalid(path.child(field), list, `if '*' is present, must not specify other ${others}`)
    }
  }
  alone('operations', operations, 'operations')
  for (const [i, operation] of operations.entries()) {
    if (!OPERATIONS.includes(operation)) {
      errors.notSupported(path.child('operations').index(i), operation, OPERATIONS)
    }
  }
  alone('apiGroups', apiGroups, 'API groups')
  alone('apiVersions', apiVersions, 'API versions')
  for (const [i, version] of apiVersions.entries()) {
    if (version === '') errors.required(path.child('apiVersions').index(i))
  }
  validateResources(resources, path.child('resources'), errors)
  if (scope !== undefined && !SCOPES.includes(scope)) errors.notSupported(path.child('scope'), scope, SCOPES)
}

/** One rule of a policy, perhaps for some names only. */
export function validateNamedRule(rule: NamedRuleWithOperations, path: Path, errors: FieldErrors): void {
  const names = rule.resourceNames ?? []
  for (const [i, name] of names.entries()) {
    const at = path.child('resourceNames').index(i)
    errors.invalidAll(at, name, isPathSegmentName(name))
    if (names.indexOf(name) < i) errors.duplicate(at, name)
  }
  validateRule(rule, path, errors)
}

/** A policy that changes objects has nothing to do with deletions; upstream points at no single one. */
export function validateMutableOperations(
  rules: readonly NamedRuleWithOperations[] | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  for (const operation of (rules ?? []).flatMap(({ operations = [] }) => operations)) {
    if (!MUTABLE_OPERATIONS.includes(operation)) errors.notSupported(path, operation, MUTABLE_OPERATIONS)
  }
}

/** Resources and subresources that do not say the same twice. */
function validateResources(resources: readonly string[], path: Path, errors: FieldErrors): void {
  if (resources.length === 0) errors.required(path)
  const allOf = new Set<string>()
  const anyWith = new Set<string>()
  let lastPlain = false
  for (const [i, text] of resources.entries()) {
    const at = path.index(i)
    if (text === '') {
      errors.required(at)
      continue
    }
    const slash = text.indexOf('/')
    if (slash < 0) {
      lastPlain = text !== ALL
      continue
    }
    const resource = text.slice(0, slash)
    const subresource = text.slice(slash + 1)
    if (allOf.has(resource)) errors.invalid(at, text, `if '${resource}/*' is present, must not specify ${text}`)
    if (anyWith.has(subresource)) errors.invalid(at, text, `if '*/${subresource}' is present, must not specify ${text}`)
    if (subresource === ALL) allOf.add(resource)
    if (resource === ALL) anyWith.add(subresource)
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.invalid(path, resources, "if '*/*' is present, must not specify other resources")
  }
  if (resources.includes(ALL) && lastPlain) {
    errors.invalid(path, resources, "if '*' is present, must not specify other resources without subresources")
  }
}
