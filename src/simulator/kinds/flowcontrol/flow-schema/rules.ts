// Which requests a FlowSchema matches: subjects with rules for resources and for paths.
// Upstream: ValidateFlowSchemaPolicyRulesWithSubjects and below in pkg/apis/flowcontrol/validation/validation.go.
import type {
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
  Subject,
} from '../../../../generated/api/flowcontrol.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const ALL = '*'
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch']
const SUBJECT_KINDS = ['Group', 'ServiceAccount', 'User']
/** Each kind of subject with its field, in the order upstream looks at the others. */
const SUBJECT_FIELDS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const

/** One entry of spec.rules. */
export function validateRule(rule: PolicyRulesWithSubjects, path: Path, errors: FieldErrors): void {
  const { subjects, resourceRules = [], nonResourceRules = [] } = rule
  if (!subjects?.length) errors.required(path.child('subjects'), 'subjects must contain at least one value')
  for (const [i, subject] of (subjects ?? []).entries())
    validateSubject(subject, path.child('subjects').index(i), errors)
  if (resourceRules.length === 0 && nonResourceRules.length === 0) {
    errors.required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')
  }
  for (const [i, one] of resourceRules.entries()) validateResources(one, path.child('resourceRules').index(i), errors)
  for (const [i, one] of nonResourceRules.entries()) validatePaths(one, path.child('nonResourceRules').index(i), errors)
}

function validateSubject(subject: Subject, path: Path, errors: FieldErrors): void {
  const { kind } = subject
  if (kind !== 'ServiceAccount' && kind !== 'User' && kind !== 'Group') {
    errors.notSupported(path.child('kind'), kind, SUBJECT_KINDS)
    return
  }
  const field = SUBJECT_FIELDS[kind]
  const at = path.child(field)
  const who = subject[field]
  if (who === undefined) errors.required(at, `${field} is required when subject kind is '${kind}'`)
  else if (who.name === '') errors.required(at.child('name'))
  if (kind === 'ServiceAccount' && subject.serviceAccount) validateAccount(subject.serviceAccount, at, errors)
  for (const [other, otherField] of Object.entries(SUBJECT_FIELDS)) {
    if (other === kind || subject[otherField] === undefined) continue
    errors.forbidden(path.child(otherField), `${otherField} is forbidden when subject kind is not '${other}'`)
  }
}

function validateAccount(
  { name, namespace }: { name: string; namespace: string },
  path: Path,
  errors: FieldErrors,
): void {
  if (name !== '' && name !== ALL) errors.invalidAll(path.child('name'), name, nameIsDNSSubdomain(name, false))
  if (namespace === '') errors.required(path.child('namespace'), 'must specify namespace for service account')
  else errors.invalidAll(path.child('namespace'), namespace, nameIsDNSLabel(namespace, false))
}

function validateVerbs(verbs: readonly string[] | null, path: Path, errors: FieldErrors): void {
  if (!verbs?.length) errors.required(path, 'verbs must contain at least one value')
  else if (verbs.includes(ALL)) {
    if (verbs.length > 1) errors.invalid(path, verbs, "if '*' is present, must not specify other verbs")
  } else if (!verbs.every((verb) => VERBS.includes(verb))) errors.notSupported(path, verbs, VERBS)
}

/** A list that must not be empty, and holds the star alone. */
function validateStarred(
  list: readonly string[] | null,
  path: Path,
  { one, others }: { one: string; others: string },
  errors: FieldErrors,
): void {
  if (!list?.length) errors.required(path, `resource rules must supply at least one ${one}`)
  else if (list.length > 1 && list.includes(ALL)) {
    errors.invalid(path, list, `if '*' is present, must not specify other ${others}`)
  }
}

function validateResources(rule: ResourcePolicyRule, path: Path, errors: FieldErrors): void {
  validateVerbs(rule.verbs, path.child('verbs'), errors)
  validateStarred(rule.apiGroups, path.child('apiGroups'), { one: 'api group', others: 'api groups' }, errors)
  validateStarred(rule.resources, path.child('resources'), { one: 'resource', others: 'resources' }, errors)
  const namespaces = rule.namespaces ?? []
  const at = path.child('namespaces')
  if (namespaces.length === 0 && !rule.clusterScope) {
    errors.required(at, 'resource rules that are not cluster scoped must supply at least one namespace')
  } else if (namespaces.includes(ALL)) {
    if (namespaces.length > 1) {
      errors.invalid(at, namespaces, "if '*' is present, must not specify other namespaces")
    }
  } else {
    for (const [i, namespace] of namespaces.entries()) {
      for (const problem of nameIsDNSLabel(namespace, false)) {
        errors.invalid(at.index(i), namespace, `each member of this list must be '*' or a DNS-1123 label; ${problem}`)
      }
    }
  }
}

function validatePaths(rule: NonResourcePolicyRule, path: Path, errors: FieldErrors): void {
  validateVerbs(rule.verbs, path.child('verbs'), errors)
  const urls = rule.nonResourceURLs ?? []
  const at = path.child('nonResourceURLs')
  if (urls.length === 0) errors.required(at, 'nonResourceURLs must contain at least one value')
  else if (urls.includes(ALL)) {
    if (urls.length > 1) errors.invalid(at, urls, "if '*' is present, must not specify other non-resource URLs")
  } else {
    for (const [i, url] of urls.entries()) {
      const problem = urlProblem(url)
      if (problem !== undefined) errors.invalid(at.index(i), url, problem)
    }
  }
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty'
  if (url === '/') return undefined
  if (!url.startsWith('/')) return 'must start with slash'
  if (url.includes(' ')) return 'must not contain white-space'
  if (url.includes('//')) return 'must not contain double slash'
  const star = url.indexOf(ALL)
  const fine = star < 0 || (star === url.length - 1 && url.endsWith('/*'))
  return fine ? undefined : 'wildcard can only do suffix matching'
}
