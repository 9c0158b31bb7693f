// Says of ranges of service addresses that they are ready, and keeps them while addresses of theirs are in use.
// Upstream: pkg/controller/servicecidrs/servicecidrs_controller.go.
import type { Condition } from '../../../generated/api/meta.v1.ts'
import type { IPAddress, ServiceCIDR } from '../../../generated/api/networking.v1.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import type { Client, Result } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { fifteenRetries, type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { contains, containsRange } from './range.ts'

const RANGES = 'servicecidrs.networking.k8s.io'
const ADDRESSES = 'ipaddresses.networking.k8s.io'
const FINALIZER = 'networking.k8s.io/service-cidr-finalizer'
const MANAGER = 'service-cidr-controller'
/** Time for API servers to see that a range is going. */
const GRACE_MS = 10_000

const READY = { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' } as const
const TERMINATING = {
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
} as const

/** service-cidr-controller. */
export const controller: Controller = { name: 'service-cidr-controller', wakesOn: [RANGES], start }

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'service-cidrs-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(clock, (name) => sync(client, name, clock.now()), fifteenRetries)
  const all = (): void => {
    for (const { metadata } of client.lister.list<ServiceCIDR>(RANGES)) queue.add(metadata.name ?? '')
  }
  informers.on<ServiceCIDR>(RANGES, { add: all, update: all, delete: all })
  const going = (): void => {
    for (const { metadata } of client.lister.list<ServiceCIDR>(RANGES))
      if (metadata.deletionTimestamp !== undefined) queue.add(metadata.name ?? '')
  }
  informers.on<IPAddress>(ADDRESSES, { delete: going })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

function sync(client: Client, name: string, now: number): SyncResult {
  const range = client.lister.get<ServiceCIDR>(RANGES, '', name)
  if (range === undefined) return undefined
  const { deletionTimestamp, finalizers = [] } = range.metadata
  if (deletionTimestamp !== undefined) {
    if (!mayGo(client, range)) return setCondition(client, range, TERMINATING, now)
    const left = GRACE_MS - (now - parseTime(deletionTimestamp ?? ''))
    if (left > 0) return { afterMs: left }
    if (!finalizers.includes(FINALIZER)) return undefined
    const rest = finalizers.filter((finalizer) => finalizer !== FINALIZER)
    return result(client.update<ServiceCIDR>(RANGES, { ...range, metadata: { ...range.metadata, finalizers: rest } }))
  }
  if (!finalizers.includes(FINALIZER)) {
    const body = { metadata: { finalizers: [FINALIZER] } }
    const patched = client.patch<ServiceCIDR>(RANGES, '', name, 'application/strategic-merge-patch+json', body)
    if (!patched.ok) return result(patched)
  }
  return setCondition(client, range, READY, now)
}

const result = (written: Result<ServiceCIDR>): SyncResult =>
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
  return result(client.patch<ServiceCIDR>(RANGES, '', name, 'application/apply-patch+yaml', body, 'status', query))
}
