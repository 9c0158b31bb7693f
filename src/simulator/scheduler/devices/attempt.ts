// One attempt to place a pod that uses devices: its claims as they were when it began, what was found for them on each node, and
// what was decided. Upstream: stateData, PreFilter, Filter and Reserve in
// pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { AllocationResult, ResourceClaim, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import { matchesNodeSelectorTerms } from '../../../model/node-affinity.ts'
import { type Handle, type NodeInfo, type Pod, type Status, status } from '../contract.ts'
import { allocatedState, type InFlight } from './allocated.ts'
import { Allocator } from './allocator.ts'
import { isOverdue, readiness } from './binding-conditions.ts'
import { extendedClaim, extendedResources, leftToDevices, type NodeClaim, nodeClaim, UNWRITTEN } from './extended.ts'
import type { Features } from './features.ts'
import { canBeReserved, isReservedFor, resourceClaimsOf } from './pod-claims.ts'
import { type ClaimToAllocate, keyOf, requestsOf } from './requests.ts'
import { allocationResult } from './result.ts'
import type { Given } from './search.ts'

/** What was found for a pod on a node. */
export interface NodeAllocation {
  readonly claims: readonly ClaimToAllocate[]
  readonly given: readonly (readonly Given[])[]
  /** The claim that serves the pod's extended resources there. */
  readonly extended: NodeClaim | undefined
}

/** How the plugin is set up. */
export interface Setting {
  readonly handle: Handle
  readonly features: Features
  readonly inFlight: InFlight
  /** How long devices may take to become ready, in milliseconds. */
  readonly bindingTimeout: number
}

const refuse = (why: string): Status => status('UnschedulableAndUnresolvable', why)
const notEnough = refuse('cannot allocate all claims')
const elsewhere = refuse('resourceclaim not available on the node')
const stale = refuse('cannot schedule extended resource claim')
const cannotFit = refuse('cannot fit resource')

/** The attempt; undefined when the pod uses no devices, a refusal when it cannot be placed at all now. */
export function beginAttempt(setting: Setting, pod: Pod): Attempt | Status | undefined {
  const { lister } = setting.handle.client
  const own = resourceClaimsOf(lister, pod)
  if ('refused' in own) return refuse(own.refused)
  const amounts = setting.features.extendedResources ? extendedResources(lister, pod) : undefined
  if (own.length === 0 && amounts === undefined) return undefined
  const attempt = new Attempt(setting, pod, own, amounts)
  return attempt.prepare() ?? attempt
}

/** The claims of a pod on their way to devices. */
export class Attempt {
  readonly #setting: Setting
  readonly #pod: Pod
  readonly #own: readonly ResourceClaim[]
  readonly #amounts: ReadonlyMap<string, number> | undefined
  readonly #open = new Map<ResourceClaim, ClaimToAllocate>()
  readonly #allocator: () => Allocator
  #gathered: Allocator | undefined
  /** The claim for extended resources, as far as it has come. */
  extended: ResourceClaim | undefined
  /** What its allocation goes by until it is written. Nobody ever sees it: it only has to be one of a kind. */
  readonly extendedUid: string
  /** Allocated claims that could not be used on some node. */
  readonly unavailable = new Set<ResourceClaim>()
  readonly byNode = new Map<string, NodeAllocation>()
  /** By the uid of a claim. */
  readonly decided = new Map<string, AllocationResult>()

  constructor(
    setting: Setting,
    pod: Pod,
    own: readonly ResourceClaim[],
    amounts: ReadonlyMap<string, number> | undefined,
  ) {
    this.#setting = setting
    this.#pod = pod
    this.#own = own
    this.#amounts = amounts
    const { handle, features, inFlight } = setting
    const { client, environment } = handle
    this.extendedUid = `${pod.metadata.uid} ${environment.clock.now()}`
    if (amounts !== undefined) this.extended = extendedClaim(client.lister, pod, this.extendedUid)
    this.#allocator = () => {
      const slices = client.lister.list<ResourceSlice>('resourceslices.resource.k8s.io')
      return new Allocator(features, allocatedState(client, inFlight, features.consumableCapacity), slices)
    }
  }

  /** The claims the pod names itself. */
  get own(): readonly ResourceClaim[] {
    return this.#own
  }

  /** All claims; the one for extended resources is the last. */
  get claims(): readonly ResourceClaim[] {
    return this.extended === undefined ? this.#own : [...this.#own, this.extended]
  }

  /** Looks at what does not depend on the node. */
  prepare(): Status | undefined {
    const { handle, features, inFlight } = this.#setting
    for (const claim of this.claims) {
      if (claim.status.allocation !== undefined) {
        if (!canBeReserved(claim) && !isReservedFor(this.#pod, claim)) return refuse('resourceclaim in use')
        continue
      }
      if (inFlight.has(claim.metadata.uid ?? ''))
        return refuse(`resource claim ${keyOf(claim)} is in the process of being allocated`)
      if (claim === this.extended) continue
      const requests = requestsOf(handle.client.lister, claim, features)
      if ('refused' in requests) return refuse(requests.refused)
      this.#open.set(claim, { claim, requests })
    }
    return undefined
  }

  /** Why the pod cannot have its devices on a node; what it can have there is remembered. */
  filter(node: NodeInfo): Status | undefined {
    const extended = this.#onNode(node)
    if (extended !== undefined && 'code' in extended) return extended
    if (extended === undefined && this.#own.length === 0) return undefined
    const unusable = this.claims.filter((claim) => !this.#isUsable(claim, node))
    const asked = extended === undefined ? this.#open.values() : [...this.#open.values(), extended.asked]
    const claims = [...asked]
    if (claims.length > 0) {
      this.#gathered ??= this.#allocator()
      const found = this.#gathered.allocate(node.node, claims)
      if (found === undefined) return notEnough
      if ('error' in found) return status('Error', found.error)
      if ('refused' in found) return refuse(found.refused)
      if (unusable.length === 0) this.byNode.set(node.name, { claims, given: found.given, extended: extended?.found })
    }
    for (const claim of unusable) this.unavailable.add(claim)
    return unusable.length === 0 ? undefined : elsewhere
  }

  /** What the node leaves to devices, as a claim; undefined when that is nothing. */
  #onNode(node: NodeInfo): { readonly asked: ClaimToAllocate; readonly found: NodeClaim } | Status | undefined {
    const { handle, features } = this.#setting
    const { lister } = handle.client
    if (this.extended === undefined || this.#amounts === undefined) return undefined
    if (this.extended.spec.devices.requests !== null && this.extended.metadata.name !== UNWRITTEN) return stale
    const names = leftToDevices(lister, this.#amounts, node)
    if (names === 'cannot fit') return cannotFit
    if (this.#own.length === 0 && names.length === 0) return undefined
    const found = nodeClaim(lister, this.#pod, names)
    const claim = { ...this.extended, spec: { devices: { requests: found.requests } } }
    const requests = requestsOf(lister, claim, features)
    return 'refused' in requests ? refuse(requests.refused) : { asked: { claim, requests }, found }
  }

  /** Whether an allocated claim can be used on a node, and its devices are or may still become ready. */
  #isUsable(claim: ResourceClaim, { node }: NodeInfo): boolean {
    const { allocation } = claim.status
    if (allocation === undefined) return true
    const { nodeSelector } = allocation
    if (nodeSelector !== undefined && !matchesNodeSelectorTerms(nodeSelector.nodeSelectorTerms, node)) return false
    const { handle, features, bindingTimeout } = this.#setting
    if (!features.bindingConditions) return true
    const ready = readiness(claim)
    if (ready === true) return true
    return ready === false && !isOverdue(claim, handle.environment.clock.now(), bindingTimeout)
  }

  /** Decides for a node; the claims' allocations are in flight from now on. */
  reserve(nodeName: string): Status | undefined {
    const { handle, features, inFlight } = this.#setting
    const { random } = handle.environment
    if (this.claims.every(({ status: { allocation } }) => allocation !== undefined)) return undefined
    const found = this.byNode.get(nodeName)
    if (found === undefined)
      return this.#open.size === 0 ? undefined : status('Error', 'claim allocation not found for node')
    for (const [i, asked] of found.claims.entries()) {
      const { uid = '' } = asked.claim.metadata
      const result = allocationResult(asked, found.given[i]!, nodeName, features, () => random.uuid())
      this.decided.set(uid, result)
      inFlight.set(uid, result)
    }
    return undefined
  }
}
