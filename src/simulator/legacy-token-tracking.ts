// Since when the server writes down which tokens in secrets are used: a config map it keeps, so that whoever cleans up knows that a
// token without a date was not used since. Upstream: pkg/controlplane/controller/legacytokentracking/controller.go.
import type { ConfigMap } from '../generated/api/core.v1.ts'
import { formatDate, isDate } from '../model/time.ts'
import type { Client } from './client/client.ts'
import type { Environment } from './client/environment.ts'
import type { Store } from './engine/store.ts'

const NAMESPACE = 'kube-system'
const NAME = 'kube-apiserver-legacy-service-account-token-tracking'
/** It is made anew at most so often: several servers may disagree whether it should be there. */
const CREATE_EVERY_MS = 1_800_000

/** Keeps the config map of one cluster. */
export function keepTrackingConfigMap(environment: Environment, store: Store): void {
  const { clock, begun } = environment
  let client: Client | undefined
  let mayCreate = begun + CREATE_EVERY_MS
  const sync = (): void => {
    client ??= environment.client('system:apiserver', ['system:masters'])
    const today = formatDate(clock.now())
    const known = store.get<ConfigMap>('configmaps', NAMESPACE, NAME)
    if (known !== undefined) {
      if (isDate(known.data?.['since'] ?? '')) return
      client.update('configmaps', { ...known, data: { ...known.data, since: today } })
    } else if (clock.now() < mayCreate) clock.at(mayCreate, sync)
    else if (create(client, today)) mayCreate = clock.now() + CREATE_EVERY_MS
  }
  if (store.get('configmaps', NAMESPACE, NAME) === undefined)
    create(environment.client('system:apiserver', ['system:masters']), formatDate(begun))
  store.listen('configmaps', ({ name, namespace }) => {
    if (name === NAME && namespace === NAMESPACE) clock.soon(sync)
  })
}

function create(client: Client, since: string): boolean {
  const metadata = { name: NAME, namespace: NAMESPACE }
  return client.create<ConfigMap>('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { since } }).ok
}
