// Mirrors Endpoints that people (or other programs) keep for services without a selector into EndpointSlices. Retries come after a
// second, doubling to 100 s, from the bucket of controllers; Endpoints are dropped after fifteen.
// Upstream: pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go.
import type { Endpoints, Service } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf } from '../lib/endpoints/pods.ts'
import { SliceWriter } from '../lib/endpoints/slices.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { MANAGER, mirror } from './mirror.ts'

const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'

const DELAYS = { baseMs: 1000, maxMs: 100_000, retries: 15 }

/** endpointslice-mirroring-controller. */
export const controller: Controller = { name: 'endpointslice-mirroring-controller', wakesOn: ['endpoints'], start }

const shouldMirror = ({ metadata }: Endpoints): boolean =>
  metadata.labels?.[SKIP] !== 'true' && metadata.annotations?.[LEADER] === undefined

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'endpointslicemirroring-controller')
  const recorder = new EventRecorder(client, environment.clock, 'endpoint-slice-mirroring-controller')
  const writer = new SliceWriter(client, MANAGER)
  const sync = (key: string): SyncResult => {
    const [namespace = '', name = ''] = key.split('/')
    const endpoints = client.lister.get<Endpoints>('endpoints', namespace, name)
    const service = client.lister.get<Service>('services', namespace, name)
    const existing = writer.slicesOf(namespace, name)
    if (!endpoints || !shouldMirror(endpoints) || !service || service.spec.selector !== undefined) {
      writer.forget(namespace, name)
      const failures = existing.filter((slice) => writer.drop(slice) !== undefined)
      return failures.length > 0 ? 'retry' : undefined
    }
    if (writer.isStale(namespace, name, existing)) return 'retry'
    const { changes, skipped } = mirror(endpoints, existing, (slice) => writer.track(slice))
    if (skipped > 0) {
      const text = `A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`
      recorder.event(endpoints, 'Warning', 'TooManyAddressesToMirror', text)
    }
    const failure = writer.finalize(changes, endpoints, 'Endpoints')
    return failure === undefined || failure === 'terminating' ? undefined : 'retry'
  }
  const queue = new WorkQueue(environment.clock, sync, DELAYS)
  const informers = environment.informers()
  const enqueue = (object: Endpoints | Service): void => queue.add(keyOf(object))
  const ifMirrored = (endpoints: Endpoints): void => {
    if (shouldMirror(endpoints)) enqueue(endpoints)
  }
  informers.on<Endpoints>('endpoints', {
    add: ifMirrored,
    update: (endpoints, old) => {
      if (shouldMirror(endpoints) || shouldMirror(old)) enqueue(endpoints)
    },
    delete: ifMirrored,
  })
  const ifManual = (service: Service): void => {
    if (service.spec.selector === undefined) enqueue(service)
  }
  informers.on<Service>('services', {
    add: ifManual,
    update: (service, old) => {
      if ((service.spec.selector === undefined) !== (old.spec.selector === undefined)) enqueue(service)
    },
    delete: ifManual,
  })
  writer.hearOthers(informers, (key) => queue.add(key))
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
