// Tells claims that want more room that a driver's resizer must give it: no in-tree plugin expands any more.
// Upstream: pkg/controller/volume/expand/expand_controller.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity } from '../../../model/quantity.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { CLAIMS, keyOf, VOLUMES } from '../lib/storage/volumes.ts'
import { WorkQueue } from '../lib/work-queue.ts'

/** persistentvolume-expander-controller. */
export const controller: Controller = {
  name: 'persistentvolume-expander-controller',
  wakesOn: [CLAIMS],
  start,
}

type Amounts = Readonly<Record<string, string>> | undefined

const exceeds = (a: Amounts, b: Amounts): boolean =>
  compareQuantity(mustParseQuantity(a?.['storage'] ?? '0'), mustParseQuantity(b?.['storage'] ?? '0')) > 0

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'expand-controller')
  const recorder = new EventRecorder(client, environment.clock, 'volume_expand')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (key) => {
    const [namespace = '', name = ''] = key.split('/')
    const claim = client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    if (claim === undefined) return undefined
    const volume = client.lister.get<PersistentVolume>(VOLUMES, '', claim.spec.volumeName ?? '')
    if (volume?.spec.claimRef?.uid !== claim.metadata.uid) return 'retry'
    if (!exceeds(claim.spec.resources?.requests, claim.status.capacity)) return undefined
    recorder.event(claim, 'Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC')
    return undefined
  })
  const enqueue = (claim: PersistentVolumeClaim): void => {
    if (claim.status.phase === 'Bound') queue.add(keyOf(claim))
  }
  informers.on<PersistentVolumeClaim>(CLAIMS, {
    add: enqueue,
    update: (claim, old) => {
      const asks = exceeds(claim.spec.resources?.requests, old.spec.resources?.requests)
      if (asks || exceeds(claim.status.capacity, old.status.capacity)) enqueue(claim)
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
