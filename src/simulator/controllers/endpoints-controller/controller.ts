// Keeps the Endpoints of every service that selects pods: their addresses, ready and not, with the ports they offer.
// A service is dropped after fifteen retries with the default delays of controllers.
// Upstream: pkg/controller/endpoint/endpoints_controller.go.
import type { Endpoints, Service } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { hasOwnEndpoints, hearPods, keyOf, selectedPods } from '../lib/endpoints/pods.ts'
import { isTerminating } from '../lib/endpoints/slices.ts'
import { TriggerTimes } from '../lib/endpoints/trigger-times.ts'
import { fifteenRetries, type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { wantedEndpoints } from './endpoints.ts'
import { subsetsFor } from './subsets.ts'

const LEADER = 'control-plane.alpha.kubernetes.io/leader'

/** endpoints-controller. */
export const controller: Controller = { name: 'endpoints-controller', wakesOn: ['services', 'endpoints'], start }

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'endpoint-controller')
  const recorder = new EventRecorder(client, environment.clock, 'endpoint-controller')
  const times = new TriggerTimes()
  const queue: WorkQueue = new WorkQueue(
    environment.clock,
    (key) => sync(key, client, recorder, times, (pods) => queue.weigh(key, pods)),
    fifteenRetries,
  )
  const informers = environment.informers()
  const enqueue = (object: Service | Endpoints): void => queue.add(keyOf(object))
  informers.on<Service>('services', { add: enqueue, update: enqueue, delete: enqueue })
  hearPods(informers, client.lister, (key) => queue.add(key))
  informers.on<Endpoints>('endpoints', { delete: enqueue })
  if (!environment.settled) lookForLeftovers(client, enqueue)
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

/** Endpoints whose service went while the controller was down are deleted, but for those leaders are elected by. */
function lookForLeftovers({ lister }: Client, enqueue: (endpoints: Endpoints) => void): void {
  for (const endpoints of lister.list<Endpoints>('endpoints'))
    if (endpoints.metadata.annotations?.[LEADER] === undefined) enqueue(endpoints)
}

function sync(
  key: string,
  client: Client,
  recorder: EventRecorder,
  times: TriggerTimes,
  weigh: (pods: number) => void,
): SyncResult {
  const [namespace = '', name = ''] = key.split('/')
  const service = client.lister.get<Service>('services', namespace, name)
  const current = client.lister.get<Endpoints>('endpoints', namespace, name)
  if (service === undefined) {
    times.forget(key)
    if (current === undefined) return undefined
    const deleted = client.delete('endpoints', namespace, name)
    return deleted.ok || deleted.status.code === 404 ? undefined : 'retry'
  }
  if (!hasOwnEndpoints(service)) return undefined
  const pods = selectedPods(client.lister, service)
  weigh(pods.length)
  const trigger = times.compute(service, pods)
  const wanted = wantedEndpoints(service, current, subsetsFor(service, pods), trigger)
  if (wanted === undefined) return undefined
  const written = current === undefined ? client.create('endpoints', wanted) : client.update('endpoints', wanted)
  if (written.ok || isTerminating(written)) return undefined
  const { message } = written.status
  if (current === undefined) {
    const text = `Failed to create endpoint for service ${key}: ${message}`
    // What upstream is about to create does not say its namespace: the event is one of `default`.
    const { namespace: _where, ...metadata } = wanted.metadata
    recorder.event({ ...wanted, metadata }, 'Warning', 'FailedToCreateEndpoint', text)
  } else recorder.event(wanted, 'Warning', 'FailedToUpdateEndpoint', `Failed to update endpoint ${key}: ${message}`)
  return 'retry'
}
