// What the slices of one service should be and the writes that make them so.
// Upstream: staging/src/k8s.io/endpointslice/reconciler.go.
import type { Node, Pod, Service } from '../../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { EndpointSet } from '../lib/endpoints/endpoint-set.ts'
import { portMapKey, sortPorts } from '../lib/endpoints/go-hash.ts'
import { keyOf, shouldBeInEndpoints } from '../lib/endpoints/pods.ts'
import type { SliceChanges, SliceWriter } from '../lib/endpoints/slices.ts'
import { TRIGGER_TIME } from '../lib/endpoints/trigger-times.ts'
import { type Desired, reconcilePorts } from './port-mapping.ts'
import { addressTypesOf, endpointOf, endpointPortsOf, isOwnedBy, newSlice } from './slice.ts'
import { removeHints, type SliceInfo, type TopologyCache, type TopologyEvent } from './topology-cache.ts'
import { hintsEnabled, isTrafficDistribution, reconcileHints } from './traffic-distribution.ts'

/** Reconciles services one at a time. */
export class Reconciler {
  readonly #client: Client
  readonly #writer: SliceWriter
  readonly #recorder: EventRecorder
  readonly #topology: TopologyCache

  constructor(client: Client, writer: SliceWriter, recorder: EventRecorder, topology: TopologyCache) {
    this.#client = client
    this.#writer = writer
    this.#recorder = recorder
    this.#topology = topology
  }

  /** What went wrong; empty when nothing did. */
  reconcile(
    service: Service,
    pods: readonly Pod[],
    existing: readonly EndpointSlice[],
    trigger: string | undefined,
  ): readonly string[] {
    const problems: string[] = []
    const types = addressTypesOf(service)
    for (const type of types) {
      const slices = existing.filter(({ addressType }) => addressType === type)
      this.#reconcileType(service, pods, slices, type, trigger, problems)
    }
    for (const slice of existing) {
      if (types.includes(slice.addressType)) continue
      this.#topology.removeHints(keyOf(service), slice.addressType)
      const failure = this.#writer.delete(slice)
      if (failure !== undefined)
        problems.push(`error deleting ${slice.metadata.name} EndpointSlice for Service ${keyOf(service)}: ${failure}`)
    }
    return problems
  }

  #reconcileType(
    service: Service,
    pods: readonly Pod[],
    existing: readonly EndpointSlice[],
    addressType: string,
    trigger: string | undefined,
    problems: string[],
  ): void {
    const byPorts = new Map<string, EndpointSlice[]>()
    const changes: SliceChanges = { toCreate: [], toUpdate: [], toDelete: [] }
    for (const slice of existing) {
      if (!isOwnedBy(slice, service)) changes.toDelete.push(slice)
      else push(byPorts, portMapKey(slice.ports), slice)
    }
    const desired = this.#desired(service, pods, addressType, problems)
    for (const [key, wanted] of desired) {
      const more = reconcilePorts(service, addressType, byPorts.get(key) ?? [], wanted)
      changes.toCreate.push(...more.toCreate)
      changes.toUpdate.push(...more.toUpdate)
      changes.toDelete.push(...more.toDelete)
    }
    for (const [key, slices] of byPorts) if (!desired.has(key)) changes.toDelete.push(...slices)
    addPlaceholder(service, addressType, existing, changes)
    const events = this.#hint(service, addressType, existing, changes)
    const failure = this.#finalize(service, changes, trigger)
    if (failure !== undefined) problems.push(failure)
    for (const { type, reason, message } of events) this.#recorder.event(service, type, reason, message)
  }

  #desired(service: Service, pods: readonly Pod[], addressType: string, problems: string[]): Map<string, Desired> {
    const desired = new Map<string, Desired>()
    for (const pod of pods) {
      if (!shouldBeInEndpoints(pod, true)) continue
      const ports = sortPorts(endpointPortsOf(service, pod))
      const key = portMapKey(ports)
      const group = desired.get(key) ?? { ports, endpoints: new EndpointSet() }
      desired.set(key, group)
      const { nodeName = '' } = pod.spec
      const node = this.#client.lister.get<Node>('nodes', '', nodeName)
      if (node === undefined && service.spec.publishNotReadyAddresses !== true) {
        const text = `skipping Pod ${pod.metadata.name} for Service ${keyOf(service)}: Node ${nodeName} Not Found`
        problems.push(text)
        continue
      }
      const endpoint = endpointOf(pod, node, service, addressType)
      if (endpoint !== undefined) group.endpoints.insert(endpoint)
    }
    return desired
  }

  /** Hints by topology mode or traffic distribution; takes away those that neither asks for. */
  #hint(
    service: Service,
    addressType: string,
    existing: readonly EndpointSlice[],
    changes: SliceChanges,
  ): readonly TopologyEvent[] {
    const key = keyOf(service)
    const info: SliceInfo = { key, addressType, ...changes, unchanged: unchangedOf(existing, changes) }
    let events: TopologyEvent[] = []
    const byAnnotation = hintsEnabled(service.metadata.annotations)
    const distribution = byAnnotation ? undefined : service.spec.trafficDistribution
    const distributed = isTrafficDistribution(distribution)
    if (byAnnotation) events = this.#topology.addHints(info)
    else {
      if (this.#topology.hasHints(key)) events.push(disabled(addressType))
      this.#topology.removeHints(key, addressType)
      if (!distributed) removeHints(info)
    }
    changes.toUpdate = info.toUpdate
    if (distributed) reconcileHints(distribution, changes, unchangedOf(existing, changes))
    return events
  }

  #finalize(service: Service, changes: SliceChanges, trigger: string | undefined): string | undefined {
    recycle(service, changes)
    for (const slice of [...changes.toCreate, ...changes.toUpdate]) stamp(slice, trigger)
    const failure = this.#writer.finalize(changes, service, 'Service')
    return failure === 'terminating' ? undefined : failure
  }
}

const disabled = (addressType: string): TopologyEvent => ({
  type: 'Warning',
  reason: 'TopologyAwareHintsDisabled',
  message: `Topology Aware Hints has been disabled, addressType: ${addressType}`,
})

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

/** A service always has a slice, if an empty one. */
function addPlaceholder(
  service: Service,
  addressType: string,
  existing: readonly EndpointSlice[],
  changes: SliceChanges,
): void {
  if (existing.length !== changes.toDelete.length || changes.toCreate.length > 0) return
  const placeholder = newSlice(service, addressType, [])
  const [only] = changes.toDelete
  if (changes.toDelete.length === 1 && only !== undefined && isSamePlaceholder(only, placeholder)) changes.toDelete = []
  else changes.toCreate.push(placeholder)
}

/** Both are empty, with the same labels and owner. */
function isSamePlaceholder(slice: EndpointSlice, placeholder: EndpointSlice): boolean {
  if (slice.endpoints?.length || slice.ports?.length) return false
  const a = slice.metadata.labels ?? {}
  const b = placeholder.metadata.labels ?? {}
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => (a[key] ?? '') === (b[key] ?? ''))
}

/** Slices that would go become those that would be made. */
function recycle(service: Service, changes: SliceChanges): void {
  const { toCreate, toDelete, toUpdate } = changes
  for (let i = 0; i < toDelete.length && toCreate.length > 0; ) {
    const old = toDelete[i]!
    const slice = toCreate[toCreate.length - 1]!
    if (old.addressType !== slice.addressType || !isOwnedBy(old, service)) {
      i++
      continue
    }
    slice.metadata.name = old.metadata.name
    toCreate.pop()
    toDelete.splice(i, 1)
    toUpdate.push(slice)
  }
}

function unchangedOf(
  existing: readonly EndpointSlice[],
  { toUpdate, toDelete }: Pick<SliceChanges, 'toUpdate' | 'toDelete'>,
): EndpointSlice[] {
  const changed = new Set([...toUpdate, ...toDelete].map(({ metadata }) => metadata.name))
  return existing.filter(({ metadata }) => !changed.has(metadata.name))
}

function stamp({ metadata }: EndpointSlice, trigger: string | undefined): void {
  const { [TRIGGER_TIME]: _, ...others } = metadata.annotations ?? {}
  const annotations = trigger === undefined ? others : sortedMap({ ...others, [TRIGGER_TIME]: trigger })
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations
  else delete metadata.annotations
}
