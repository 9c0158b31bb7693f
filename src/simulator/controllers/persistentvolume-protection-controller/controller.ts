// Keeps volumes while they are bound. Its queue retries as the default of controllers, without end.
// Upstream: pkg/controller/volume/pvprotection/pv_protection_controller.go.
import type { PersistentVolume } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { concerns, protect } from '../lib/storage/protection.ts'
import { VOLUMES } from '../lib/storage/volumes.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const FINALIZER = 'kubernetes.io/pv-protection'

/** persistentvolume-protection-controller. */
export const controller: Controller = {
  name: 'persistentvolume-protection-controller',
  wakesOn: [VOLUMES],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'pv-protection-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (name) => {
    const volume = client.lister.get<PersistentVolume>(VOLUMES, '', name)
    return volume && protect(client, VOLUMES, volume, FINALIZER, ({ status }) => status.phase === 'Bound')
  })
  const enqueue = (volume: PersistentVolume): void => {
    if (concerns(volume, FINALIZER)) queue.add(volume.metadata.name ?? '')
  }
  informers.on<PersistentVolume>(VOLUMES, { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
