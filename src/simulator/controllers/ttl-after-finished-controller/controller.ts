// Deletes finished Jobs (with their pods, in the foreground) when their time to live is over: a Job is looked at again just then. Its
// queue retries as the default of controllers, without end.
// Upstream: pkg/controller/ttlafterfinished/ttlafterfinished_controller.go.
import type { Job } from '../../../generated/api/batch.v1.ts'
import { parseTime } from '../../../model/time.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { mustUnlessGone, retrying } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

/** ttl-after-finished-controller. */
export const controller: Controller = { name: 'ttl-after-finished-controller', wakesOn: ['jobs.batch'], start }

/** When the Job is to go; undefined when it is not finished or may stay. */
function expiry({ metadata, spec, status }: Job): number | undefined {
  if (spec.ttlSecondsAfterFinished === undefined || metadata.deletionTimestamp !== undefined) return undefined
  const over = status.conditions?.find((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')
  if (!over?.lastTransitionTime) return undefined
  return parseTime(over.lastTransitionTime) + spec.ttlSecondsAfterFinished * 1000
}

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'ttl-after-finished-controller')
  const informers = environment.informers()
  const sync = (key: string): SyncResult => {
    const [namespace, name] = splitKey(key)
    const job = client.lister.get<Job>('jobs.batch', namespace, name)
    const at = job && expiry(job)
    if (at === undefined) return undefined
    if (at > clock.now()) return { afterMs: at - clock.now() }
    const { uid = '' } = job!.metadata
    mustUnlessGone(client.delete('jobs.batch', namespace, name, { propagationPolicy: 'Foreground', uid }))
    return undefined
  }
  const queue = new WorkQueue(clock, retrying(sync))
  const enqueue = (job: Job): void => {
    if (expiry(job) !== undefined) queue.add(keyOf(job))
  }
  informers.on<Job>('jobs.batch', { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
