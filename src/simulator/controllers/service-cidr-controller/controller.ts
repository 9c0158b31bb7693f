// Says of ranges of service addresses that they are ready, and keeps them while addresses of theirs are in use, and ten seconds from
// their deletion on. The queue retries with the default delays of controllers and drops a range after fifteen retries. Upstream: pkg/controller/servicecidrs/servicecidrs_controller.go.
import type { Condition } from '../../../generated/api/meta.v1.ts'
import type { IPAddress, ServiceCIDR } from '../../../generated/api/networking.v1.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import type { Client, Result } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { fifteenRetries, type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { contains, containsRange } from './range.ts'

const RANGES = 'servicecidrs.networking.k8s.io'
const ADDRESSES = 'ipaddresses.networking.k8s.io'
const FINALIZER = 'networking.k8s.io/service-cidr-finalizer'
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by'
const MANAGER = 'service-cidr-controller'
/** Time for API servers to see that a range is going. */
const GRACE_MS = 10_000

const READY = { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' } as const
const TERMINATING = {
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
} as const

const UNSET = 'The ServiceCIDR Status can not be set to Ready=True'

/** service-cidr-controller. */
export const controller: Controller = { name: 'service-cidr-controller', wakesOn: [RANGES], start }

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'service-cidrs-controller')
  const informers = environment.informers()
  const recorder = new EventRecorder(client, clock, MANAGER)
  const queue = new WorkQueue(clock, (name) => sync(client, recorder, name, clock.now()), fifteenRetries)
  const enqueue = ({ metadata }: ServiceCIDR): void => queue.add(metadata.name ?? '')
  const enqueueWhere = (meant: (cidr: string) => boolean): void => {
    for (const range of client.lister.list<ServiceCIDR>(RANGES)) if (range.spec.cidrs?.some(meant)) enqueue(range)
  }
  informers.on<ServiceCIDR>(RANGES, {
    add(range) {
      enqueue(range)
      for (const cidr of range.spec.cidrs ?? [])
        enqueueWhere((other) => containsRange(other, cidr) || containsRange(cidr, other))
    },
    update: enqueue,
  })
  // An address may be what a range waits for to go, or what keeps it from now on.
  const touched = (address: IPAddress): void => {
    if (isOurs(address)) enqueueWhere((cidr) => contains(cidr, address.metadata.name ?? ''))
  }
  informers.on<IPAddress>(ADDRESSES, { add: touched, delete: touched })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

/** Whether the API server has handed the address out. */
const isOurs = ({ metadata }: IPAddress): boolean => metadata.labels?.[MANAGED_BY] === 'ipallocator.k8s.io'

function sync(client: Client, recorder: EventRecorder, name: string, now: number): SyncResult {
  const range = client.lister.get<ServiceCIDR>(RANGES, '', name)
  if (range === undefined) return undefined
  const { deletionTimestamp, finalizers = [] } = range.metadata
  if (deletionTimestamp !== undefined) {
    if (!mayGo(client, range)) return setCondition(client, range, TERMINATING, now)
    const left = GRACE_MS - (now - parseTime(deletionTimestamp ?? ''))
    if (left > 0) return { afterMs: left }
    if (!finalizers.includes(FINALIZER)) return undefined
    const rest = finalizers.filter((finalizer) => finalizer !== FINALIZER)
    return judged(client.update<ServiceCIDR>(RANGES, { ...range, metadata: { ...range.metadata, finalizers: rest } }))
  }
  if (!finalizers.includes(FINALIZER)) {
    const body = { metadata: { finalizers: [FINALIZER] } }
    const patched = client.patch<ServiceCIDR>(RANGES, '', name, 'application/strategic-merge-patch+json', body)
    if (!patched.ok) return judged(patched)
  }
  const result = setCondition(client, range, READY, now)
  if (result === 'retry') recorder.event(range, 'Warning', 'KubernetesServiceCIDRError', UNSET)
  return result
}

const judged = (written: Result<ServiceCIDR>): SyncResult =>
  written.ok || written.status.code === 404 ? undefined : 'retry'

/** Other ranges hold it, or none of its addresses is in use that only it holds. */
function mayGo(client: Client, range: ServiceCIDR): boolean {
  const others = client.lister
    .list<ServiceCIDR>(RANGES)
    .filter(({ metadata }) => metadata.name !== range.metadata.name)
    .flatMap(({ spec }) => spec.cidrs ?? [])
  const own = range.spec.cidrs ?? []
  if (own.every((cidr) => others.some((other) => containsRange(other, cidr)))) return true
  return client.lister
    .list<IPAddress>(ADDRESSES)
    .filter(isOurs)
    .map(({ metadata }) => metadata.name ?? '')
    .every((ip) => !own.some((cidr) => contains(cidr, ip)) || others.some((cidr) => contains(cidr, ip)))
}

function setCondition(
  client: Client,
  range: ServiceCIDR,
  wanted: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: number,
): SyncResult {
  const old = range.status.conditions?.find(({ type }) => type === 'Ready')
  const { status, reason, message } = wanted
  if (old !== undefined && old.status === status && (old.reason ?? '') === reason && old.message === message)
    return undefined
  const condition = { type: 'Ready', status, lastTransitionTime: formatTime(now), reason, message }
  const { name = '' } = range.metadata
  const body = {
    kind: 'ServiceCIDR',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name },
    status: { conditions: [condition] },
  }
  const query = { fieldManager: MANAGER, force: 'true' }
  return judged(client.patch<ServiceCIDR>(RANGES, '', name, 'application/apply-patch+yaml', body, 'status', query))
}
