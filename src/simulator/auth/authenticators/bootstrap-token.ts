// Bootstrap tokens: Secrets in kube-system by which new nodes are let in. Off unless asked for (--enable-bootstrap-token-auth).
// Upstream: plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go, cluster-bootstrap/util/secrets.
import { timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../../generated/api/core.v1.ts'
import { parseGoTime } from '../../../model/go-time.ts'
import type { KubeObject, Lister } from '../../api/types.ts'
import type { Authenticated, TokenAuthenticator } from '../contract.ts'

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/
const TYPE = 'bootstrap.kubernetes.io/token'
const GROUP = 'system:bootstrappers'
const EXTRA_GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/

/** Knows the tokens that are there as Secrets. */
export class BootstrapTokens implements TokenAuthenticator {
  readonly #lister: Lister
  readonly #now: () => number

  constructor(lister: Lister, now: () => number) {
    this.#lister = lister
    this.#now = now
  }

  authenticate(token: string, audiences: readonly string[]): Authenticated | undefined {
    const [, id, value] = TOKEN.exec(token) ?? []
    if (id === undefined || value === undefined) return undefined
    const secret = this.#lister.get<Secret & KubeObject>('secrets', 'kube-system', `bootstrap-token-${id}`)
    if (secret === undefined || secret.metadata.deletionTimestamp || secret.type !== TYPE) return undefined
    const data = (key: string): string => Buffer.from(secret.data?.[key] ?? '', 'base64').toString('utf8')
    if (!same(data('token-secret'), value) || data('token-id') !== id) return undefined
    if (this.#isOver(data('expiration')) || data('usage-bootstrap-authentication') !== 'true') return undefined
    const groups = groupsOf(data('auth-extra-groups'))
    return groups === undefined ? undefined : { user: { name: `system:bootstrap:${id}`, groups }, audiences }
  }

  /** Also when what should be a time is none. */
  #isOver(expiration: string): boolean {
    if (expiration === '') return false
    const time = parseGoTime(expiration, 'seconds')
    return 'error' in time || time.seconds * 1000 + time.nanos / 1e6 <= this.#now()
  }
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The group of all and those the Secret adds, in order; undefined when one of them may not be. */
function groupsOf(extra: string): readonly string[] | undefined {
  const groups = extra === '' ? [] : extra.split(',')
  return groups.every((group) => EXTRA_GROUP.test(group)) ? [...new Set([GROUP, ...groups])].sort() : undefined
}
