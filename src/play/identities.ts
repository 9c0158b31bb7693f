// Who a sentence asks as: a user by name, or whoever the credentials it names belong to.
import type { ApiRequest } from '../cluster/port.ts'
import type { Identity, Tail } from '../language/nodes.ts'
import { pathOf } from './paths.ts'
import { type Play, PlayError } from './play.ts'

const GROUP = 'system:authenticated'
const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests'

/** The part of a request that says who asks. */
export async function identityOf(
  play: Play,
  { as, namespace = play.namespace }: Pick<Tail, 'as' | 'namespace'>,
): Promise<Pick<ApiRequest, 'as' | 'credentials'>> {
  if (as === undefined) return {}
  if ('anonymous' in as) return { credentials: {} }
  if ('token' in as) return { credentials: { token: play.tokens.get(as.token) ?? as.token } }
  if ('tokenOf' in as) return { credentials: { token: await requestToken(play, as.tokenOf, namespace) } }
  if ('certificateOf' in as) return { credentials: { certificate: await certificateOf(play, as.certificateOf) } }
  return { as: userOf(play, as, namespace) }
}

function userOf(
  play: Play,
  as: Extract<Identity, { readonly user: string } | { readonly serviceAccount: string }>,
  namespace: string,
): { readonly name: string; readonly groups: readonly string[] } {
  if ('user' in as) return { name: as.user, groups: [...(as.groups ?? play.users.get(as.user) ?? []), GROUP] }
  const [home, name] = accountOf(as.serviceAccount, namespace)
  return accountUser(home, name)
}

/** Namespace and name of an account written as `name` or `namespace/name`. */
export function accountOf(text: string, namespace: string): readonly [namespace: string, name: string] {
  const [first = '', second] = text.split('/')
  return second === undefined ? [namespace, first] : [first, second]
}

/** An account as the user it is. */
export const accountUser = (
  namespace: string,
  name: string,
): { readonly name: string; readonly groups: readonly string[] } => ({
  name: `system:serviceaccount:${namespace}:${name}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, GROUP],
})

/** Asks for a token of a service account, as the administrator. */
export async function requestToken(play: Play, account: string, namespace: string, spec: object = {}): Promise<string> {
  const [home, name] = accountOf(account, namespace)
  const kind = { apiVersion: 'v1', key: 'serviceaccounts', kind: 'ServiceAccount', word: '', namespaced: true }
  const { code, body } = await play.send({
    method: 'POST',
    path: pathOf(kind, home, name, 'token'),
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec },
  })
  const { token } = (body['status'] ?? {}) as { token?: string }
  if (code >= 300 || token === undefined) throw new PlayError(`there is no token: ${String(body['message'])}`)
  return token
}

async function certificateOf(play: Play, name: string): Promise<string> {
  const { body } = await play.send({ method: 'GET', path: `${REQUESTS}/${encodeURIComponent(name)}` })
  const { certificate } = (body['status'] ?? {}) as { certificate?: string }
  if (certificate === undefined) throw new PlayError(`certificate signing request "${name}" has no certificate`)
  return Buffer.from(certificate, 'base64').toString('utf8')
}
