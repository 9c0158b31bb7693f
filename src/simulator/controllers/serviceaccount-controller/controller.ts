// Sees to it that every living namespace has its `default` service account.
// Its queue retries as the default of controllers, without end; no retry where the namespace is going.
// Upstream: pkg/controller/serviceaccount/serviceaccounts_controller.go.
import type { Namespace, ServiceAccount } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { isNamespaceGoing } from '../lib/sync-error.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const ACCOUNT = 'default'

/** serviceaccount-controller. */
export const controller: Controller = {
  name: 'serviceaccount-controller',
  wakesOn: ['namespaces', 'serviceaccounts'],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'service-account-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (name) => {
    const namespace = client.lister.get<Namespace>('namespaces', '', name)
    if (namespace === undefined || namespace.status.phase !== 'Active') return undefined
    if (client.lister.get('serviceaccounts', name, ACCOUNT) !== undefined) return undefined
    const account: ServiceAccount = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: ACCOUNT, namespace: name },
    }
    const created = client.create('serviceaccounts', account)
    if (created.ok || created.status.reason === 'AlreadyExists' || isNamespaceGoing(created.status)) return undefined
    return 'retry'
  })
  const enqueue = (namespace: Namespace): void => {
    const { name = '' } = namespace.metadata
    if (client.lister.get('serviceaccounts', name, ACCOUNT) === undefined) queue.add(name)
  }
  informers.on<Namespace>('namespaces', { add: enqueue, update: enqueue })
  informers.on<ServiceAccount>('serviceaccounts', {
    delete: ({ metadata }) => {
      if (metadata.name === ACCOUNT) queue.add(metadata.namespace ?? '')
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
