// A policy file of mode ABAC: a JSON object a line, of version v1beta1 or of the one before versions.
// Upstream: NewFromFile in pkg/auth/authorizer/abac/abac.go, pkg/apis/abac/{v0,v1beta1}.
import { quote } from '../model/quote.ts'
import { readHead } from './api/codec/decode-body.ts'
import { kindOf } from './api/codec/decode-state.ts'
import { parseJsonText } from './api/codec/json-text.ts'
import type { AbacPolicy } from './auth/authorizers/abac.ts'

/** A policy file: its name, for errors, and what is in it. */
export interface PolicyFile {
  readonly path: string
  readonly text: string
}

type Json = Readonly<Record<string, unknown>>

const ALL_AUTHENTICATED = 'system:authenticated'
const GROUP = 'abac.authorization.kubernetes.io'
const KINDS: ReadonlySet<string> = new Set(['v0', 'v1beta1'].map((version) => `${GROUP}/${version} Policy`))
/** How errors name where its kinds are registered. */
const SCHEME = 'k8s.io/kubernetes/pkg/apis/abac/register.go:33'
const TEXTS = ['user', 'group', 'apiGroup', 'resource', 'namespace', 'nonResourcePath'] as const

/** The policies of a file, or why it cannot be used. */
export function readPolicies({ path, text }: PolicyFile): readonly AbacPolicy[] | { readonly problem: string } {
  const policies: AbacPolicy[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const policy = readLine(line.replace(/\r$/, ''))
    if (typeof policy !== 'string') policies.push(policy)
    else return { problem: `error reading policy file ${path}, line ${i + 1}: ${line}: ${policy}` }
  }
  return policies
}

/** The policy of a line, or what is wrong with it. */
function readLine(line: string): AbacPolicy | string {
  const parsed = parseJsonText(line)
  if ('error' in parsed && line.trimStart().startsWith('{')) {
    return `couldn't get version/kind; json parse error: ${parsed.error}`
  }
  // What does not look like JSON is read as YAML, and is a text there.
  const value = 'error' in parsed ? line : parsed.value
  const head = readHead(value)
  if ('error' in head) return head.error
  const { apiVersion, kind } = head
  if (apiVersion !== '' && kind !== '' && !KINDS.has(`${apiVersion} ${kind}`)) {
    return `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme ${quote(SCHEME)}`
  }
  const isOld = apiVersion === '' || kind === '' || apiVersion.endsWith('/v0')
  const fields = isOld ? (value as Json) : (value as Json)['spec']
  if (fields !== undefined && (typeof fields !== 'object' || fields === null || Array.isArray(fields))) {
    return `json: cannot unmarshal ${kindOf(fields)} into Go struct field Policy.spec of type v1beta1.PolicySpec`
  }
  const spec = (fields ?? {}) as Json
  const problem = typeProblem(spec, isOld ? 'Policy.' : 'PolicySpec.spec.')
  if (problem !== undefined) return problem
  return isOld ? fromUnversioned(textsOf(spec)) : fromVersioned(textsOf(spec))
}

function typeProblem(spec: Json, at: string): string | undefined {
  for (const field of [...TEXTS, 'readonly']) {
    const value = spec[field]
    const type = field === 'readonly' ? 'boolean' : 'string'
    if (value === undefined || value === null || typeof value === type) continue
    const name = type === 'boolean' ? 'bool' : 'string'
    return `json: cannot unmarshal ${kindOf(value)} into Go struct field ${at}${field} of type ${name}`
  }
  return undefined
}

function textsOf(spec: Json): AbacPolicy {
  const text = (field: (typeof TEXTS)[number]): string => (spec[field] as string | null | undefined) ?? ''
  return {
    user: text('user'),
    group: text('group'),
    readonly: spec['readonly'] === true,
    apiGroup: text('apiGroup'),
    resource: text('resource'),
    namespace: text('namespace'),
    nonResourcePath: text('nonResourcePath'),
  }
}

/** All are those who are authenticated. */
const fromVersioned = (policy: AbacPolicy): AbacPolicy =>
  policy.user === '*' || policy.group === '*' ? { ...policy, user: '', group: ALL_AUTHENTICATED } : policy

/** What is not said is all. */
function fromUnversioned(policy: AbacPolicy): AbacPolicy {
  const { user, group, namespace, resource } = policy
  const all = (user === '' && group === '') || user === '*' || group === '*'
  return {
    ...policy,
    ...(all ? { user: '', group: ALL_AUTHENTICATED } : {}),
    namespace: namespace || '*',
    resource: resource || '*',
    apiGroup: '*',
    nonResourcePath: namespace === '' && resource === '' ? '*' : '',
  }
}
