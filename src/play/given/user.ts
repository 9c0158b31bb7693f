// Who people and programs are, how they log in, and what roles let them do. Sentences: grammar/*/given/user.peggy.
import type { AccessSpec, ApiObject } from '../../cluster/port.ts'
import type { KindRef, ResourceRef, Tail, Who } from '../../language/nodes.ts'
import type { SentenceFamily, SentenceOf } from '../contract.ts'
import { eventually } from '../eventually.ts'
import { accountOf, requestToken } from '../identities.ts'
import { pathOf } from '../paths.ts'
import { isRefusal, type Play } from '../play.ts'
import { readObject } from '../requests.ts'
import type { Failure } from '../result.ts'
import { setAccess } from '../stage.ts'

const RBAC = 'rbac.authorization.k8s.io'

/** Plays given/user. */
export const family: SentenceFamily = {
  handlers: {
    'given/user/plain': ({ user, groups }, play) => {
      play.users.set(user, groups)
      return undefined
    },
    'given/user/token': ({ token, user, groups }, play) => {
      if (groups.length > 0) play.users.set(user, groups)
      const known: AccessSpec['tokens'] = play.stage.access?.tokens ?? []
      return setAccess(play, 'a static token', { tokens: [...known, { token, user, groups }] })
    },
    'given/user/account': async (sentence, play) => {
      const { token, account, audience, milliseconds, bound, tail } = sentence
      const boundObjectRef = bound === undefined ? undefined : await reference(play, bound, tail)
      if (boundObjectRef !== undefined && 'summary' in boundObjectRef) return boundObjectRef
      const spec = {
        ...(audience === undefined ? {} : { audiences: [audience] }),
        ...(milliseconds === undefined ? {} : { expirationSeconds: Math.round(milliseconds / 1000) }),
        ...(boundObjectRef === undefined ? {} : { boundObjectRef }),
      }
      play.tokens.set(token, await requestToken(play, account, tail.namespace ?? play.namespace, spec))
      return undefined
    },
    'given/user/secret': takeToken,
    'given/user/role': grant,
  },
}

/** The token of a secret, once there is one. */
function takeToken({ token, secret, tail }: SentenceOf<'given/user/secret'>, play: Play): Promise<Failure | undefined> {
  const kind = { word: 'secret', apiVersion: 'v1', kind: 'Secret', key: 'secrets', namespaced: true }
  return eventually(play, tail, async () => {
    const { code, body } = await readObject(
      play,
      { kind, namespace: play.namespaceFor(kind, tail), name: secret },
      tail,
    )
    if (code >= 300) return { summary: `there is no secret "${secret}"` }
    const { token: text } = (body['data'] ?? {}) as { token?: string }
    if (!text) return { summary: `secret "${secret}" has no token` }
    play.tokens.set(token, Buffer.from(text, 'base64').toString('utf8'))
    return undefined
  })
}

interface BoundReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid?: string
}

/** The object a token is bound to, as it is now. */
async function reference(
  play: Play,
  { kind, name }: { readonly kind: KindRef; readonly name: string },
  tail: Tail,
): Promise<BoundReference | Failure> {
  const { code, body } = await readObject(play, { kind, namespace: play.namespaceFor(kind, tail), name }, tail)
  if (code >= 300) return { summary: `there is no ${kind.word} "${name}" to bind a token to` }
  return { apiVersion: kind.apiVersion, kind: kind.kind, name, uid: body.metadata?.uid ?? '' }
}

async function grant(sentence: SentenceOf<'given/user/role'>, play: Play): Promise<Failure | undefined> {
  const { scope, role, who, verbs, resources, tail } = sentence
  const namespace = scope === 'Role' ? (tail.namespace ?? play.namespace) : ''
  const made = { apiVersion: `${RBAC}/v1`, metadata: { name: role, ...(namespace === '' ? {} : { namespace }) } }
  const rules = rulesOf(verbs, resources)
  const subjects = [subjectOf(who, tail.namespace ?? play.namespace)]
  const roleRef = { apiGroup: RBAC, kind: scope, name: role }
  return (
    (await create(play, kindRef(scope), namespace, { ...made, kind: scope, rules })) ??
    (await create(play, kindRef(`${scope}Binding`), namespace, { ...made, kind: `${scope}Binding`, roleRef, subjects }))
  )
}

/** One rule for each API group. */
function rulesOf(verbs: readonly string[], resources: readonly ResourceRef[]): object[] {
  const groups = new Map<string, string[]>()
  for (const { kind, subresource } of resources) {
    const [resource = '', ...group] = kind.key.split('.')
    const name = subresource === undefined ? resource : `${resource}/${subresource}`
    groups.set(group.join('.'), [...(groups.get(group.join('.')) ?? []), name])
  }
  return [...groups].map(([group, names]) => ({ apiGroups: [group], resources: names, verbs }))
}

function subjectOf({ is, name }: Who, namespace: string): object {
  if (is !== 'account') return { apiGroup: RBAC, kind: is === 'user' ? 'User' : 'Group', name }
  const [home, account] = accountOf(name, namespace)
  return { kind: 'ServiceAccount', namespace: home, name: account }
}

const kindRef = (kind: string): KindRef => ({
  word: kind,
  apiVersion: `${RBAC}/v1`,
  kind,
  key: `${kind.toLowerCase()}s.${RBAC}`,
  namespaced: !kind.startsWith('Cluster'),
})

async function create(play: Play, kind: KindRef, namespace: string, body: ApiObject): Promise<Failure | undefined> {
  const response = await play.send({ method: 'POST', path: pathOf(kind, namespace), body })
  if (!isRefusal(response)) return undefined
  return { summary: `the ${kind.kind} was refused`, actual: String(response.body['message']) }
}
