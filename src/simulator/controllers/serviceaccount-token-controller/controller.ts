// Fills secrets that ask for a service account's token, and deletes them with their account. Unlike upstream's these tokens end
// some day (after 136 years): they come from the token subresource, bound to the secret.
// Upstream: pkg/controller/serviceaccount/tokens_controller.go.
import type { TokenRequest } from '../../../generated/api/authentication.v1.ts'
import type { Secret, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { rootCaCertificate } from '../../data/root-ca.ts'
import type { Controller } from '../contract.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'
const LONGEST_SECONDS = 2 ** 32

const isToken = ({ type, metadata }: Secret): boolean => type === TYPE && metadata.annotations?.[NAME] !== undefined

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** serviceaccount-token-controller. */
export const controller: Controller = {
  name: 'serviceaccount-token-controller',
  wakes: (object) => object.kind === 'Secret' && isToken(object as Secret),
  start,
}

function start(environment: Environment): Running {
  // The one controller without an account of its own: it makes the accounts' tokens.
  const client = environment.client('system:kube-controller-manager')
  const queue = new WorkQueue(environment.clock, (key) => sync(client, key))
  const informers = environment.informers()
  const enqueue = (secret: Secret): void => {
    if (isToken(secret)) queue.add(`${secret.metadata.namespace}/${secret.metadata.name}`)
  }
  informers.on<Secret>('secrets', { add: enqueue, update: enqueue })
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

function sync(client: Client, key: string): SyncResult {
  const [namespace = '', name = ''] = key.split('/')
  const secret = client.lister.get<Secret>('secrets', namespace, name)
  if (secret === undefined || !isToken(secret)) return undefined
  const { annotations = {}, uid = '' } = secret.metadata
  const account = client.lister.get<ServiceAccount>('serviceaccounts', namespace, annotations[NAME] ?? '')
  if (account === undefined || (annotations[UID] && annotations[UID] !== account.metadata.uid)) {
    const deleted = client.delete('secrets', namespace, name, { uid })
    return deleted.ok || deleted.status.code === 404 || deleted.status.code === 409 ? undefined : 'retry'
  }
  const data = secret.data ?? {}
  const ca = base64(rootCaCertificate)
  if (data['ca.crt'] === ca && data['namespace'] && data['token']) return undefined
  const token = data['token'] || tokenFor(client, account, secret)
  if (token === undefined) return 'retry'
  const written = client.update<Secret>('secrets', {
    ...secret,
    metadata: { ...secret.metadata, annotations: sortedMap({ ...annotations, [UID]: account.metadata.uid ?? '' }) },
    data: sortedMap({ ...data, 'ca.crt': ca, namespace: data['namespace'] || base64(namespace), token }),
  })
  return written.ok || written.status.code === 404 || written.status.code === 409 ? undefined : 'retry'
}

function tokenFor(client: Client, { metadata }: ServiceAccount, secret: Secret): string | undefined {
  const { namespace = '', name = '' } = metadata
  const boundObjectRef = { kind: 'Secret', apiVersion: 'v1', name: secret.metadata.name, uid: secret.metadata.uid }
  const request: TokenRequest = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    spec: { audiences: [], expirationSeconds: LONGEST_SECONDS, boundObjectRef },
    status: { token: '', expirationTimestamp: null },
  }
  const issued = client.createSubresource<TokenRequest>('serviceaccounts', namespace, name, 'token', request)
  return issued.ok ? base64(issued.object.status.token) : undefined
}
