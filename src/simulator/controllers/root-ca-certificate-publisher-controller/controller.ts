// Puts the cluster's root certificate into every living namespace as the ConfigMap kube-root-ca.crt, and keeps it as it is.
// Its queue retries as the default of controllers, without end; no retry where the namespace is going or gone.
// Upstream: pkg/controller/certificates/rootcacertpublisher/publisher.go.
import type { ConfigMap, Namespace } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { isNamespaceGoing } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const NAME = 'kube-root-ca.crt'
const DESCRIPTION_KEY = 'kubernetes.io/description'
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal ' +
  'service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** root-ca-certificate-publisher-controller. */
export const controller: Controller = {
  name: 'root-ca-certificate-publisher-controller',
  wakesOn: ['namespaces', 'configmaps'],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'root-ca-cert-publisher')
  const data = { 'ca.crt': environment.authority.certificate }
  const isRight = (configMap: ConfigMap): boolean =>
    deepEqual(configMap.data, data) && Boolean(configMap.metadata.annotations?.[DESCRIPTION_KEY])
  const informers = environment.informers()
  const current = (namespace: string): ConfigMap | undefined => client.lister.get('configmaps', namespace, NAME)
  const queue = new WorkQueue(environment.clock, (name): SyncResult => {
    const known = current(name)
    if (known === undefined) {
      const created = client.create<ConfigMap>('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: NAME, namespace: name, annotations: { [DESCRIPTION_KEY]: description } },
        data,
      })
      return created.ok || created.status.code === 404 || isNamespaceGoing(created.status) ? undefined : 'retry'
    }
    if (isRight(known)) return undefined
    const annotations = { ...known.metadata.annotations, [DESCRIPTION_KEY]: description }
    const updated = client.update<ConfigMap>('configmaps', {
      ...known,
      metadata: { ...known.metadata, annotations },
      data,
    })
    return updated.ok ? undefined : 'retry'
  })
  const enqueue = ({ metadata }: Namespace): void => {
    const known = current(metadata.name ?? '')
    if (known === undefined || !isRight(known)) queue.add(metadata.name ?? '')
  }
  const updated = (namespace: Namespace): void => {
    if (namespace.status.phase === 'Active') enqueue(namespace)
  }
  const changed = ({ metadata }: ConfigMap): void => {
    if (metadata.name === NAME) queue.add(metadata.namespace ?? '')
  }
  informers.on<Namespace>('namespaces', { add: enqueue, update: updated })
  informers.on<ConfigMap>('configmaps', { update: changed, delete: changed })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
