// Dynamic resource allocation: finds devices for the claims of a pod on a node, and writes them into the claims when the pod is
// bound. Not simulated: shared counters and capacity, binding conditions, extended resources served by device classes.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { AllocationResult, ResourceClaim, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import { matchesNodeSelectorTerms } from '../../../model/node-affinity.ts'
import { type Handle, type Plugin, type PluginFactory, type Pod, type Status, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { allocate, type ClaimToAllocate } from '../devices/allocate.ts'
import { deallocate, reserveClaim, unreserveClaim } from '../devices/bind.ts'
import { deviceEvents } from '../devices/hints.ts'
import { canBeReserved, isReservedFor, resourceClaimsOf } from '../devices/pod-claims.ts'
import { deviceId, poolsOf } from '../devices/pools.ts'
import { requestsOf } from '../devices/requests.ts'
import { allocationResult } from '../devices/result.ts'
import { normalizeScores } from '../normalize-score.ts'

interface State {
  readonly claims: readonly ResourceClaim[]
  readonly open: readonly ClaimToAllocate[]
  /** Allocated claims that could not be used on some node. */
  readonly unavailable: Set<ResourceClaim>
  /** Results for the open claims, by node. */
  readonly byNode: Map<string, readonly AllocationResult[]>
}

const devicesKey = stateKey<State>('DynamicResources')
const noClaims: State = { claims: [], open: [], unavailable: new Set(), byNode: new Map() }
const refuse = (why: string): Status => status('UnschedulableAndUnresolvable', why)
const notEnough = refuse('cannot allocate all claims')
const elsewhere = refuse('resourceclaim not available on the node')
/** A request may list so many alternatives; the earlier one is taken, the better. */
const MAX_ALTERNATIVES = 8

/** DynamicResources. */
export const plugin: PluginFactory = {
  name: 'DynamicResources',
  create(handle): Plugin {
    /** Allocations that are decided but not written yet, by claim. */
    const pending = new Map<string, AllocationResult>()
    return {
      events: deviceEvents(handle),
      preEnqueue(pod) {
        if ((pod.spec.resourceClaims?.length ?? 0) === 0) return undefined
        const claims = resourceClaimsOf(handle.client.lister, pod)
        return 'refused' in claims ? refuse(claims.refused) : undefined
      },
      preFilter(state, pod) {
        state.write(devicesKey, noClaims)
        if ((pod.spec.resourceClaims?.length ?? 0) === 0) return { status: skip }
        const prepared = prepare(handle, pod, pending)
        if ('code' in prepared) return { status: prepared }
        if (prepared.claims.length === 0) return { status: skip }
        state.write(devicesKey, prepared)
        return undefined
      },
      filter: (state, _pod, node) => refusal(handle, state.read(devicesKey) ?? noClaims, node.node, pending),
      postFilter: (state, pod) => ({ status: release(handle, pod, state.read(devicesKey)) }),
      score: (state, _pod, { name }) => preference(state.read(devicesKey) ?? noClaims, name),
      normalizeScore: (_state, _pod, scores) => normalizeScores(scores, false),
      reserve(state, _pod, nodeName) {
        const { open, byNode } = state.read(devicesKey) ?? noClaims
        const results = byNode.get(nodeName)
        for (const [i, { claim }] of open.entries()) {
          if (results?.[i] === undefined) return status('Error', 'claim allocation not found for node')
          pending.set(claim.metadata.uid ?? '', results[i])
        }
        return undefined
      },
      unreserve(state, pod) {
        const { claims } = state.read(devicesKey) ?? noClaims
        for (const claim of claims) {
          pending.delete(claim.metadata.uid ?? '')
          unreserveClaim(handle.client, pod, claim)
        }
      },
      preBind(state, pod) {
        for (const { metadata } of (state.read(devicesKey) ?? noClaims).claims) {
          const { uid = '', namespace = '', name = '' } = metadata
          const error = reserveClaim(handle, pod, namespace, name, pending.get(uid))
          if (error !== undefined) return status('Error', error)
          pending.delete(uid)
        }
        return undefined
      },
      willPreBind: (state, pod) =>
        (state.read(devicesKey) ?? noClaims).claims.some((claim) => !isReservedFor(pod, claim)),
    }
  },
}

function prepare({ client: { lister } }: Handle, pod: Pod, pending: ReadonlyMap<string, unknown>): State | Status {
  const claims = resourceClaimsOf(lister, pod)
  if ('refused' in claims) return refuse(claims.refused)
  const open: ClaimToAllocate[] = []
  for (const claim of claims) {
    if (claim.status.allocation !== undefined) {
      if (!canBeReserved(claim) && !isReservedFor(pod, claim)) return refuse('resourceclaim in use')
      continue
    }
    const { namespace, name, uid = '' } = claim.metadata
    if (pending.has(uid)) return refuse(`resource claim ${namespace}/${name} is in the process of being allocated`)
    const requests = requestsOf(lister, claim)
    if ('refused' in requests) return refuse(requests.refused)
    open.push({ claim, requests })
  }
  return { claims, open, unavailable: new Set(), byNode: new Map() }
}

function refusal(
  { client: { lister } }: Handle,
  { claims, open, unavailable, byNode }: State,
  node: Parameters<typeof poolsOf>[1],
  pending: ReadonlyMap<string, AllocationResult>,
): Status | undefined {
  let available = true
  for (const claim of claims) {
    const selector = claim.status.allocation?.nodeSelector
    if (selector === undefined || matchesNodeSelectorTerms(selector.nodeSelectorTerms, node)) continue
    unavailable.add(claim)
    available = false
  }
  if (open.length > 0) {
    const slices = lister.list<ResourceSlice>('resourceslices.resource.k8s.io')
    const given = allocate(
      open,
      poolsOf(slices, node),
      devicesInUse(lister.list('resourceclaims.resource.k8s.io'), pending),
    )
    if (typeof given === 'string') return status('Error', given)
    if (given === undefined) return notEnough
    byNode.set(
      node.metadata.name ?? '',
      open.map(({ claim }, i) => allocationResult(claim, given[i]!)),
    )
  }
  return available ? undefined : elsewhere
}

function devicesInUse(
  claims: readonly ResourceClaim[],
  pending: ReadonlyMap<string, AllocationResult>,
): ReadonlySet<string> {
  const used = new Set<string>()
  const add = (allocation: AllocationResult | undefined): void => {
    for (const { driver, pool, device, adminAccess } of allocation?.devices.results ?? []) {
      if (adminAccess !== true) used.add(deviceId(driver, pool, device))
    }
  }
  for (const { status: now } of claims) add(now.allocation)
  for (const allocation of pending.values()) add(allocation)
  return used
}

/** A claim allocated where the pod cannot go is given back when nobody else uses it. */
function release({ client }: Handle, pod: Pod, state: State | undefined): Status {
  if (state === undefined) return status('Error', 'not found')
  if (state.claims.length === 0) return status('Unschedulable', 'no new claims to deallocate')
  for (const claim of state.unavailable) {
    const { reservedFor = [] } = claim.status
    if (reservedFor.some(({ uid }) => uid !== pod.metadata.uid)) continue
    const error = deallocate(client, claim)
    if (error !== undefined) return status('Error', error)
    return status('Unschedulable', 'deallocation of ResourceClaim completed')
  }
  return status('Unschedulable', 'still not schedulable')
}

/** Earlier alternatives of a request are liked better. */
function preference({ claims, open, byNode }: State, nodeName: string): number {
  const fresh = byNode.get(nodeName)
  let sum = 0
  for (const claim of claims) {
    const index = open.findIndex((each) => each.claim === claim)
    const allocation = claim.status.allocation ?? fresh?.[index]
    const taken = new Set(allocation?.devices.results?.map(({ request }) => request))
    for (const { name, firstAvailable } of claim.spec.devices.requests ?? []) {
      for (const [i, sub] of (firstAvailable ?? []).entries())
        if (taken.has(`${name}/${sub.name}`)) sum += MAX_ALTERNATIVES - i
    }
  }
  return sum
}
