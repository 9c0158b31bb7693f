// Empties namespaces that are being deleted, pods first, and lets them go when nothing is left. Each is looked at five seconds after a
// change; after half of what its content is thought to take, and a second; after a failure 5 ms to a minute, from the bucket of
// controllers, without end; and five seconds after each resync, every five minutes since the controller began (--namespace-sync-period).
// Upstream: pkg/controller/namespace/namespace_controller.go.
import type { Namespace } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { withConditions } from './conditions.ts'
import { deleteContent } from './content.ts'

/** Time for other API servers to see that the namespace is going. */
const GRACE_MS = 5_000
const RESYNC_MS = 300_000
const DELAYS = { baseMs: 5, maxMs: 60_000 }
const FINALIZER = 'kubernetes'

/** namespace-controller. */
export const controller: Controller = { name: 'namespace-controller', wakesOn: ['namespaces'], start }

function start(environment: Environment): Running {
  const { clock, begun } = environment
  const client = controllerClient(environment, 'namespace-controller')
  const informers = environment.informers()
  const sync = (name: string): SyncResult => {
    const namespace = client.lister.get<Namespace>('namespaces', '', name)
    if (namespace?.metadata.deletionTimestamp === undefined) return undefined
    if (!namespace.spec.finalizers?.includes(FINALIZER)) return undefined
    const outcome = deleteContent(client, namespace, clock.now())
    const updated = withConditions(namespace, outcome, clock.now())
    let current = namespace
    if (updated !== undefined) {
      const written = client.updateStatus('namespaces', updated)
      if (!written.ok) return 'retry'
      current = written.object
    }
    if (outcome.errors.length > 0) return 'retry'
    // Content that remains is an error too: the failures before it are not forgotten.
    if (outcome.estimateSeconds > 0)
      return { afterMs: (Math.trunc(outcome.estimateSeconds / 2) + 1) * 1000, keep: true }
    const finalizers = (current.spec.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER)
    const finalized = client.update('namespaces', { ...current, spec: { ...current.spec, finalizers } }, 'finalize')
    return finalized.ok || finalized.status.code === 404 ? undefined : 'retry'
  }
  const queue = new WorkQueue(clock, sync, DELAYS)
  let resync: Timer | undefined
  const enqueue = ({ metadata }: Namespace): void => {
    if (metadata.deletionTimestamp === undefined) return
    queue.addAfter(metadata.name ?? '', GRACE_MS)
    const periods = Math.floor((clock.now() - begun) / RESYNC_MS) + 1
    resync ??= clock.at(begun + periods * RESYNC_MS, () => {
      resync = undefined
      for (const namespace of client.lister.list<Namespace>('namespaces')) enqueue(namespace)
    })
  }
  informers.on<Namespace>('namespaces', { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
      resync?.cancel()
    },
  }
}
