// Fills secrets that ask for a service account's token and deletes them with their account; an account no longer names a secret that
// is gone. Upstream: pkg/controller/serviceaccount/tokens_controller.go.
import type { Secret, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'

const isToken = ({ type, metadata }: Secret): boolean => type === TYPE && !!metadata.annotations?.[NAME]

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** serviceaccount-token-controller. */
export const controller: Controller = {
  name: 'serviceaccount-token-controller',
  wakes: (object) => object.kind === 'Secret' && isToken(object as Secret),
  start,
}

/** A secret and the account it is for, as it was when last heard of. */
const keyOf = ({ metadata }: Secret): string => {
  const { namespace, name, uid, annotations } = metadata
  return [namespace, name, uid, annotations?.[NAME], annotations?.[UID]].join('/')
}

function start(environment: Environment): Running {
  // The one controller without an account of its own: it makes the accounts' tokens.
  const client = environment.client('system:kube-controller-manager')
  const queue = new WorkQueue(environment.clock, (key) => sync(environment, client, key))
  const informers = environment.informers()
  const enqueue = (secret: Secret): void => {
    if (isToken(secret)) queue.add(keyOf(secret))
  }
  informers.on<Secret>('secrets', { add: enqueue, update: enqueue, delete: enqueue })
  const enqueueAll = ({ metadata }: ServiceAccount): void => {
    for (const secret of client.lister.list<Secret>('secrets', metadata.namespace))
      if (secret.metadata.annotations?.[NAME] === metadata.name) enqueue(secret)
  }
  informers.on<ServiceAccount>('serviceaccounts', { add: enqueueAll, delete: enqueueAll })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

function sync(environment: Environment, client: Client, key: string): SyncResult {
  const [namespace = '', name = '', uid = '', accountName = '', accountUid = ''] = key.split('/')
  const found = client.lister.get<ServiceAccount>('serviceaccounts', namespace, accountName)
  const account = accountUid === '' || found?.metadata.uid === accountUid ? found : undefined
  const secret = client.lister.get<Secret>('secrets', namespace, name)
  if (secret === undefined || secret.metadata.uid !== uid)
    return account === undefined ? undefined : removeReference(client, account, name)
  if (account === undefined) return settled(client.delete('secrets', namespace, name, { uid }))
  return fill(environment, client, account, secret)
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly status: { readonly code?: number } }

/** What is gone or was changed by somebody else needs no other try. */
const settled = (outcome: Outcome): SyncResult =>
  outcome.ok || outcome.status.code === 404 || outcome.status.code === 409 ? undefined : 'retry'

function fill(environment: Environment, client: Client, account: ServiceAccount, secret: Secret): SyncResult {
  const { annotations = {}, namespace = '' } = secret.metadata
  const data = secret.data ?? {}
  const ca = base64(environment.authority.certificate)
  if (data['ca.crt'] === ca && data['namespace'] && data['token']) return undefined
  const token = data['token'] || base64(environment.legacyToken(account, secret))
  const metadata = { ...secret.metadata }
  metadata.annotations = sortedMap({ ...annotations, [UID]: account.metadata.uid ?? '' })
  const filled = sortedMap({ ...data, 'ca.crt': ca, namespace: data['namespace'] || base64(namespace), token })
  return settled(client.update<Secret>('secrets', { ...secret, metadata, data: filled }))
}

function removeReference(client: Client, account: ServiceAccount, name: string): SyncResult {
  if (!account.secrets?.some((reference) => reference.name === name)) return undefined
  const { secrets, ...rest } = account
  const left = secrets.filter((reference) => reference.name !== name)
  const written = client.update('serviceaccounts', { ...rest, ...(left.length === 0 ? {} : { secrets: left }) })
  return written.ok || written.status.code === 404 ? undefined : 'retry'
}
