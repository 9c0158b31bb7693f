// Acting as somebody else: which headers ask for it, and whether the requestor may. Constrained modes are tried first (as a node,
// as a service account, as a user), each for the request at hand; the old all-or-nothing verb `impersonate` last.
// Upstream: apiserver/pkg/endpoints/filters/impersonation/{constrained_impersonation,mode}.go. Limit: the form of extra keys is not
// judged in the constrained modes.
import { quote } from '../../model/quote.ts'
import type { AuthorizationAttributes, Authorizer } from '../auth/contract.ts'
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../kinds/lib/validation/metadata.ts'
import { attributesOfPath, forbiddenTo, judge } from './authorization.ts'
import type { ServerRequest } from './request.ts'
import { badRequest, type StatusError } from './status/status-error.ts'
import type { UserInfo } from './types.ts'

/** Header names in lower case; several values are joined by commas. */
export type Headers = Readonly<Record<string, string | undefined>>

const EXTRA_PREFIX = 'impersonate-extra-'
const NODE_PREFIX = 'system:node:'
const ACCOUNT_PREFIX = 'system:serviceaccount:'
const NODE_NAME_KEY = 'authentication.kubernetes.io/node-name'
const MASTERS = 'system:masters'

interface Wanted {
  readonly name: string
  readonly uid: string
  readonly groups: readonly string[]
  readonly extra: Readonly<Record<string, readonly string[]>>
}

/** Who a request is served as; `constraint` is the verb that allows it, '' where the old one does. */
export interface Impersonated {
  readonly user: UserInfo
  readonly constraint: string
}

/** Who the request is to be served as: the requestor unless headers ask for another. Refuses with a StatusError. */
export function impersonated(authorizer: Authorizer, request: ServerRequest, headers: Headers): Impersonated {
  const wanted = wantedUser(headers)
  if (wanted === undefined) return { user: request.user, constraint: '' }
  const asked = attributesOfPath(request)
  let first: StatusError | undefined
  for (const mode of MODES) {
    if (!mode.fits(wanted, request.user)) continue
    const refused = new Attempt(authorizer, asked, mode.name).refusal(wanted)
    const constraint = mode.name === '' ? '' : `impersonate:${mode.name}`
    if (refused === undefined) return { user: actualUser(wanted, constraint !== ''), constraint }
    first ??= refused
  }
  throw first
}

const list = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : value.split(',').map((one) => one.trim())

function wantedUser(headers: Headers): Wanted | undefined {
  const name = headers['impersonate-user'] ?? ''
  const uid = headers['impersonate-uid'] ?? ''
  const groups = list(headers['impersonate-group'])
  const extra: Record<string, readonly string[]> = {}
  for (const header in headers) {
    if (header.startsWith(EXTRA_PREFIX)) extra[unescapeKey(header.slice(EXTRA_PREFIX.length))] = list(headers[header])
  }
  const wanted = { name, uid, groups, extra }
  if (name !== '') return wanted
  if (uid === '' && groups.length === 0 && Object.keys(extra).length === 0) return undefined
  throw badRequest(`requested ${goSyntax(wanted)} without impersonating a user name`)
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

/** The wanted user as Go's %#v prints it. */
function goSyntax({ name, uid, groups, extra }: Wanted): string {
  const texts = (values: readonly string[]): string => `{${values.map(quote).join(', ')}}`
  const shownGroups = groups.length === 0 ? '[]string(nil)' : `[]string${texts(groups)}`
  const keys = Object.keys(extra).sort()
  const entries = keys.map((key) => `${quote(key)}:[]string${texts(extra[key]!)}`)
  const shownExtra = keys.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${entries.join(', ')}}`
  return `&user.DefaultInfo{Name:${quote(name)}, UID:${quote(uid)}, Groups:${shownGroups}, Extra:${shownExtra}}`
}

function nodeName(user: string): string | undefined {
  if (!user.startsWith(NODE_PREFIX)) return undefined
  const name = user.slice(NODE_PREFIX.length)
  return nameIsDNSSubdomain(name, false).length === 0 ? name : undefined
}

function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(ACCOUNT_PREFIX)) return undefined
  const [namespace = '', name, ...more] = user.slice(ACCOUNT_PREFIX.length).split(':')
  if (name === undefined || more.length > 0) return undefined
  const valid = nameIsDNSLabel(namespace, false).length === 0 && nameIsDNSSubdomain(name, false).length === 0
  return valid ? { namespace, name } : undefined
}

const onlyName = ({ uid, groups, extra }: Wanted): boolean =>
  uid === '' && groups.length === 0 && Object.keys(extra).length === 0

/** The ways to be somebody else, in the order they are tried; the old way has no name. */
const MODES: readonly { readonly name: string; fits(wanted: Wanted, requestor: UserInfo): boolean }[] = [
  {
    name: 'associated-node',
    fits: (wanted, { name, extra }) =>
      onlyName(wanted) &&
      nodeName(wanted.name) !== undefined &&
      accountOf(name) !== undefined &&
      extra?.[NODE_NAME_KEY]?.length === 1 &&
      extra[NODE_NAME_KEY][0] === nodeName(wanted.name),
  },
  { name: 'arbitrary-node', fits: (wanted) => onlyName(wanted) && nodeName(wanted.name) !== undefined },
  { name: 'serviceaccount', fits: (wanted) => onlyName(wanted) && accountOf(wanted.name) !== undefined },
  { name: 'user-info', fits: ({ name }) => nodeName(name) === undefined && accountOf(name) === undefined },
  { name: '', fits: () => true },
]

/** One mode's checks for one request. */
class Attempt {
  readonly #authorizer: Authorizer
  readonly #asked: AuthorizationAttributes
  readonly #mode: string

  constructor(authorizer: Authorizer, asked: AuthorizationAttributes, mode: string) {
    this.#authorizer = authorizer
    this.#asked = asked
    this.#mode = mode
  }

  /** Why it is not allowed. */
  refusal(wanted: Wanted): StatusError | undefined {
    const { verb } = this.#asked
    const on = { ...this.#asked, verb: `impersonate-on:${this.#mode}:${verb}` }
    return (
      (this.#mode === '' ? undefined : judge(this.#authorizer, on)) ??
      this.#userRefusal(wanted.name) ??
      (wanted.uid === '' ? undefined : this.#may('uids', wanted.uid)) ??
      this.#groupRefusal(wanted.groups) ??
      this.#extraRefusal(wanted.extra)
    )
  }

  #attributes(resource: string, name: string, subresource = '', namespace = ''): AuthorizationAttributes {
    const constrained = this.#mode !== ''
    const core = !constrained && resource !== 'uids' && resource !== 'userextras'
    return {
      user: this.#asked.user,
      verb: constrained ? `impersonate:${this.#mode}` : 'impersonate',
      resourceRequest: true,
      apiGroup: core ? '' : 'authentication.k8s.io',
      apiVersion: 'v1',
      resource,
      subresource,
      namespace,
      name,
      path: '',
    }
  }

  #may(resource: string, name: string, subresource?: string, namespace?: string): StatusError | undefined {
    return judge(this.#authorizer, this.#attributes(resource, name, subresource, namespace))
  }

  #userRefusal(name: string): StatusError | undefined {
    const node = this.#mode === '' ? undefined : nodeName(name)
    if (node !== undefined) return this.#may('nodes', this.#mode === 'associated-node' ? '*' : node)
    const account = accountOf(name)
    return account === undefined
      ? this.#may('users', name)
      : this.#may('serviceaccounts', account.name, '', account.namespace)
  }

  #groupRefusal(groups: readonly string[]): StatusError | undefined {
    if (this.#mode !== '' && groups.includes(MASTERS)) {
      const why = 'impersonating the system:masters group is not allowed'
      return forbiddenTo(this.#attributes('groups', MASTERS), why)
    }
    for (const group of groups) {
      const refused = this.#may('groups', group)
      if (refused !== undefined) return refused
    }
    return undefined
  }

  #extraRefusal(extra: Wanted['extra']): StatusError | undefined {
    for (const key in extra) {
      for (const value of extra[key]!) {
        const refused = this.#may('userextras', value, key)
        if (refused !== undefined) return refused
      }
    }
    return undefined
  }
}

/** Groups that come with being somebody. */
function actualUser({ name, uid, groups, extra }: Wanted, constrained: boolean): UserInfo {
  const account = accountOf(name)
  let all = groups
  if (constrained && nodeName(name) !== undefined) all = ['system:nodes']
  else if (account !== undefined && groups.length === 0) {
    all = ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`]
  }
  if (name === 'system:anonymous') all = withGroup(all, 'system:unauthenticated')
  else if (!all.includes('system:unauthenticated')) all = withGroup(all, 'system:authenticated')
  return { name, groups: all, ...(uid === '' ? {} : { uid }), ...(Object.keys(extra).length === 0 ? {} : { extra }) }
}

const withGroup = (groups: readonly string[], group: string): readonly string[] =>
  groups.includes(group) ? groups : [...groups, group]
