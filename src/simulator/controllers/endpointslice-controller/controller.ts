// Keeps the EndpointSlices of every service that selects pods: at most 100 endpoints each, one group per list of ports and
// address family. Retries come after a second, doubling to 1000 s, from the bucket of controllers; a service is dropped after fifteen.
// Upstream: pkg/controller/endpointslice/endpointslice_controller.go.
import type { Node, Service } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { hasOwnEndpoints, hearPods, keyOf, selectedPods } from '../lib/endpoints/pods.ts'
import { SliceWriter } from '../lib/endpoints/slices.ts'
import { TriggerTimes } from '../lib/endpoints/trigger-times.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { Reconciler } from './reconcile.ts'
import { MANAGER } from './slice.ts'
import { TopologyCache } from './topology-cache.ts'

/** A foreign write to a slice is answered after a pause. */
const MIN_SYNC_DELAY_MS = 1000
const DELAYS = { baseMs: 1000, maxMs: 1_000_000, retries: 15 }
const ZONE = 'topology.kubernetes.io/zone'

/** endpointslice-controller. */
export const controller: Controller = {
  name: 'endpointslice-controller',
  wakesOn: ['services', 'endpointslices.discovery.k8s.io'],
  start,
}

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'endpointslice-controller')
  const recorder = new EventRecorder(client, clock, 'endpoint-slice-controller')
  const topology = new TopologyCache()
  const writer = new SliceWriter(client, MANAGER)
  const reconciler = new Reconciler(client, writer, recorder, topology)
  const times = new TriggerTimes()
  const queue: WorkQueue = new WorkQueue(
    clock,
    (key) => sync(key, client, recorder, reconciler, times, writer, (pods) => queue.weigh(key, pods)),
    DELAYS,
  )
  const informers = environment.informers()
  const enqueue = (service: Service): void => queue.add(keyOf(service))
  informers.on<Service>('services', { add: enqueue, update: enqueue, delete: enqueue })
  hearPods(informers, client.lister, (key) => queue.add(key))
  writer.hearOthers(informers, (key) => queue.addAfter(key, MIN_SYNC_DELAY_MS))
  const lookAtNodes = (): void => {
    topology.setNodes(client.lister.list<Node>('nodes'))
    for (const key of topology.overloadedServices()) queue.add(key)
  }
  informers.on<Node>('nodes', {
    add: lookAtNodes,
    update: (node, old) => {
      const labels = node.metadata.labels?.[ZONE] !== old.metadata.labels?.[ZONE]
      if (labels || isNodeReady(node) !== isNodeReady(old)) lookAtNodes()
    },
    delete: lookAtNodes,
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

const isNodeReady = ({ status }: Node): boolean =>
  status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

function sync(
  key: string,
  { lister }: Client,
  recorder: EventRecorder,
  reconciler: Reconciler,
  times: TriggerTimes,
  writer: SliceWriter,
  weigh: (pods: number) => void,
): SyncResult {
  const [namespace = '', name = ''] = key.split('/')
  const service = lister.get<Service>('services', namespace, name)
  if (service === undefined) {
    times.forget(key)
    writer.forget(namespace, name)
  }
  if (service === undefined || !hasOwnEndpoints(service)) return undefined
  const pods = selectedPods(lister, service)
  weigh(pods.length)
  const existing = writer.slicesOf(namespace, name).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  if (writer.isStale(namespace, name, existing)) return 'retry'
  const problems = reconciler.reconcile(service, pods, existing, times.compute(service, pods))
  if (problems.length === 0) return undefined
  // An aggregate says the same thing once: the other family of a dual-stack service has the same problem.
  const said = [...new Set(problems)]
  const why = said.length === 1 ? said[0] : `[${said.join(', ')}]`
  const message = `Error updating Endpoint Slices for Service ${key}: ${why}`
  recorder.event(service, 'Warning', 'FailedToUpdateEndpointSlices', message)
  return 'retry'
}
