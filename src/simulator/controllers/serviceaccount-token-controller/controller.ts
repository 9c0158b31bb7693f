// Fills secrets that ask for a service account's token and deletes them with their account; an account no longer names a secret that
// is gone. Two queues, of accounts and of secrets, with the default delays of controllers; each key is dropped after ten retries, and
// what was refused as changed or gone is not retried. Taking a secret off an account is tried ten times, 100 to 200 ms apart, and only
// where the account has changed meanwhile. Upstream: pkg/controller/serviceaccount/tokens_controller.go.
import type { Secret, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { retriesAtMost, type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'

const isToken = ({ type, metadata }: Secret): boolean => type === TYPE && !!metadata.annotations?.[NAME]

const MAX_RETRIES = 10
const REMOVAL_TRIES = 10
const REMOVAL_PAUSE_MS = 100

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** serviceaccount-token-controller. */
export const controller: Controller = {
  name: 'serviceaccount-token-controller',
  wakes: (object) => object.kind === 'Secret' && isToken(object as Secret),
  start,
}

/** A secret and the account it is for, as it was when last heard of. */
const secretKey = ({ metadata }: Secret): string => {
  const { namespace, name, uid, annotations } = metadata
  return [namespace, name, uid, annotations?.[NAME], annotations?.[UID]].join('/')
}

/** An account as it was when last heard of. */
const accountKey = ({ metadata: { namespace, name, uid } }: ServiceAccount): string => `${namespace}/${name}/${uid}`

function start(environment: Environment): Running {
  const tokens = new Tokens(environment)
  return { stop: () => tokens.stop() }
}

class Tokens {
  readonly #environment: Environment
  readonly #client: Client
  readonly #informers: Informers
  readonly #secrets: WorkQueue
  readonly #accounts: WorkQueue

  constructor(environment: Environment) {
    const { clock } = environment
    this.#environment = environment
    // The one controller without an account of its own: it makes the accounts' tokens.
    this.#client = environment.client('system:kube-controller-manager')
    this.#secrets = new WorkQueue(clock, (key) => this.#syncSecret(key), retriesAtMost(MAX_RETRIES))
    this.#accounts = new WorkQueue(clock, (key) => this.#syncAccount(key), retriesAtMost(MAX_RETRIES))
    this.#informers = environment.informers()
    const onSecret = (secret: Secret): void => {
      if (isToken(secret)) this.#secrets.add(secretKey(secret))
    }
    const onAccount = (account: ServiceAccount): void => this.#accounts.add(accountKey(account))
    this.#informers.on<Secret>('secrets', { add: onSecret, update: onSecret, delete: onSecret })
    this.#informers.on<ServiceAccount>('serviceaccounts', { delete: onAccount })
  }

  stop(): void {
    this.#informers.stop()
    this.#secrets.stop()
    this.#accounts.stop()
  }

  /** The account of that name, where it is the one that is meant. */
  #account(namespace: string, name: string, uid: string): ServiceAccount | undefined {
    const found = this.#client.lister.get<ServiceAccount>('serviceaccounts', namespace, name)
    return uid === '' || found?.metadata.uid === uid ? found : undefined
  }

  /** The tokens of an account that is gone go too. */
  #syncAccount(key: string): SyncResult {
    const [namespace = '', name = '', uid = ''] = key.split('/')
    if (this.#account(namespace, name, uid) !== undefined) return undefined
    let result: SyncResult
    for (const secret of this.#client.lister.list<Secret>('secrets', namespace)) {
      const { annotations } = secret.metadata
      if (!isToken(secret) || annotations?.[NAME] !== name || (annotations[UID] || uid) !== uid) continue
      result = this.#delete(namespace, secret.metadata.name ?? '', secret.metadata.uid ?? '') ?? result
    }
    return result
  }

  #syncSecret(key: string): SyncResult {
    const [namespace = '', name = '', uid = '', accountName = '', accountUid = ''] = key.split('/')
    const account = this.#account(namespace, accountName, accountUid)
    const secret = this.#client.lister.get<Secret>('secrets', namespace, name)
    if (secret === undefined || secret.metadata.uid !== uid) {
      if (account !== undefined) this.#removeReference(namespace, accountName, accountUid, name, 1)
      return undefined
    }
    if (account === undefined) return this.#delete(namespace, name, uid)
    return this.#fill(account, secret)
  }

  #delete(namespace: string, name: string, uid: string): SyncResult {
    return settled(this.#client.delete('secrets', namespace, name, { uid }))
  }

  #fill(account: ServiceAccount, secret: Secret): SyncResult {
    const { annotations = {}, namespace = '' } = secret.metadata
    const data = secret.data ?? {}
    const ca = base64(this.#environment.authority.certificate)
    if (data['ca.crt'] === ca && data['namespace'] && data['token']) return undefined
    const token = data['token'] || base64(this.#environment.legacyToken(account, secret))
    const metadata = { ...secret.metadata }
    metadata.annotations = sortedMap({ ...annotations, [UID]: account.metadata.uid ?? '' })
    const filled = sortedMap({ ...data, 'ca.crt': ca, namespace: data['namespace'] || base64(namespace), token })
    return settled(this.#client.update<Secret>('secrets', { ...secret, metadata, data: filled }))
  }

  #removeReference(namespace: string, accountName: string, accountUid: string, name: string, attempt: number): void {
    const account = this.#account(namespace, accountName, accountUid)
    if (!account?.secrets?.some((reference) => reference.name === name)) return
    const { secrets, ...rest } = account
    const left = secrets.filter((reference) => reference.name !== name)
    const written = this.#client.update('serviceaccounts', { ...rest, ...(left.length === 0 ? {} : { secrets: left }) })
    if (written.ok || written.status.code !== 409 || attempt === REMOVAL_TRIES) return
    const { clock, random } = this.#environment
    clock.after(REMOVAL_PAUSE_MS + random.int(REMOVAL_PAUSE_MS), () =>
      this.#removeReference(namespace, accountName, accountUid, name, attempt + 1),
    )
  }
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly status: { readonly code?: number } }

/** What is gone or was changed by somebody else needs no other try. */
const settled = (outcome: Outcome): SyncResult =>
  outcome.ok || outcome.status.code === 404 || outcome.status.code === 409 ? undefined : 'retry'
