// Who binds a policy to parameters must be able to read them. Upstream: authz.go beside the strategies in
// pkg/registry/admissionregistration. Limit: kinds that come from CustomResourceDefinitions are taken as not resolvable.
import type { ParamKind } from '../../../../generated/api/admissionregistration.v1.ts'
import type { KubeObject, UserInfo } from '../../../api/types.ts'
import discovery from '../../../data/discovery.json' with { type: 'json' }
import type { KindContext } from '../../contract.ts'
import { semanticEqual } from '../validation/metadata.ts'
import type { BindingSpec } from './binding.ts'
import type { PolicySpec } from './policy.ts'

interface Resource {
  readonly apiGroup: string
  readonly apiVersion: string
  readonly resource: string
  readonly resolved: boolean
}

const ANY: Resource = { apiGroup: '*', apiVersion: '*', resource: '*', resolved: false }
const MASTERS = 'system:masters'

type Group = {
  readonly groupVersion: string
  readonly resources: readonly { readonly name: string; readonly kind: string }[]
}

function resourceOf({ apiVersion = '', kind = '' }: ParamKind): Resource {
  const parts = apiVersion.split('/')
  const group = { apiGroup: parts.length > 1 ? parts[0]! : '', apiVersion: parts.at(-1)! }
  const groups = Object.values(discovery.groups as unknown as Readonly<Record<string, Group>>)
  const found = groups
    .find(({ groupVersion }) => groupVersion === apiVersion)
    ?.resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))
  return found === undefined
    ? { ...group, resource: '*', resolved: false }
    : { ...group, resource: found.name, resolved: true }
}

/** A user as Go's %v prints it. */
const printUser = ({ name, uid = '', groups, extra = {} }: UserInfo): string => {
  const entries = Object.entries(extra).map(([key, values]) => `${key}:[${values.join(' ')}]`)
  return `&{${name} ${uid} [${groups.join(' ')}] map[${entries.join(' ')}]}`
}

function may(verb: string, resource: Resource, at: { namespace: string; name: string }, context: KindContext): boolean {
  const { apiGroup, apiVersion, resource: what } = resource
  const asked = {
    user: context.user,
    verb,
    resourceRequest: true,
    apiGroup,
    apiVersion,
    resource: what,
    subresource: '',
  }
  return context.authorizer.authorize({ ...asked, ...at, path: '' }).verdict === 'Allow'
}

/** Why a policy may not name its kind of parameters; undefined when it may. */
export function paramKindProblem(
  spec: PolicySpec,
  old: PolicySpec | undefined,
  context: KindContext,
): string | undefined {
  const { paramKind } = spec
  if (paramKind === undefined || semanticEqual(paramKind, old?.paramKind)) return undefined
  if (context.user.groups.includes(MASTERS)) return undefined
  if (may('get', resourceOf(paramKind), { namespace: '*', name: '*' }, context)) return undefined
  return `user ${printUser(context.user)} must have "get" permission on all objects of the referenced paramKind (kind=${paramKind.kind ?? ''}, apiVersion=${paramKind.apiVersion ?? ''})`
}

/** Why a binding may not name its parameters. `policies` is the resource the policy is one of. */
export function paramRefProblem(
  spec: BindingSpec,
  old: BindingSpec | undefined,
  policies: string,
  context: KindContext,
): string | undefined {
  const { paramRef, policyName = '' } = spec
  if (paramRef === undefined || context.user.groups.includes(MASTERS)) return undefined
  if (semanticEqual(paramRef, old?.paramRef) && policyName === old?.policyName) return undefined
  const policy = context.lister.get<KubeObject & { spec: PolicySpec }>(policies, '', policyName)
  const kind = policy?.spec.paramKind
  const resource = kind === undefined ? ANY : resourceOf(kind)
  const { name = '', namespace = '' } = paramRef
  const verb = name === '' ? 'list' : 'get'
  if (may(verb, resource, { namespace, name }, context)) return undefined
  const who = `user ${printUser(context.user)} does not have "${verb}" permission`
  if (policy === undefined) {
    return `unable to get policy ${policyName} to determine minimum required permissions and ${who} for all groups, versions and resources`
  }
  if (kind !== undefined && !resource.resolved) {
    return `unable to resolve paramKind &{${kind.apiVersion ?? ''} ${kind.kind ?? ''}} to determine minimum required permissions and ${who} for all groups, versions and resources`
  }
  return `${who} on the object referenced by paramRef`
}
