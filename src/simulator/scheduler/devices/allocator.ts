// Finds devices for the claims of a pod, node after node: what the cluster has and what of it is taken is gathered once.
// The timeout of a search is not simulated: a search takes no time here.
// Upstream: Allocate in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go.
import type { ResourceSlice } from '../../../generated/api/resource.v1.ts'
import type { Node } from '../contract.ts'
import type { AllocatedState } from './allocated.ts'
import { AvailableCounters } from './counters.ts'
import type { Features } from './features.ts'
import { Slices } from './pools.ts'
import { AllocationProblem, type ClaimToAllocate, checkFeatures, Selection } from './requests.ts'
import { type Given, Search, type Stock } from './search.ts'

/** What a search found: devices for each claim, nothing, why this node will not do, or why the pod will not. */
export type Allocation =
  | { readonly given: readonly (readonly Given[])[] }
  | { readonly refused: string }
  | { readonly error: string }
  | undefined

/** The devices of the cluster in one scheduling cycle. */
export class Allocator {
  readonly #slices: Slices
  readonly #stock: Stock

  constructor(features: Features, allocated: AllocatedState, slices: readonly ResourceSlice[]) {
    this.#slices = new Slices(slices, features.partitionableDevices)
    this.#stock = { features, allocated, counters: new AvailableCounters(allocated) }
  }

  /** Devices for all claims on a node. */
  allocate(node: Node, claims: readonly ClaimToAllocate[]): Allocation {
    try {
      const pools = this.#slices.poolsOf(node)
      for (const each of claims) checkFeatures(each, this.#stock.features)
      const search = new Search(claims, pools, new Selection(node, this.#stock.features), this.#stock)
      if (search.run()) return { given: search.given }
      const invalid = pools.some(({ unusable }) => unusable === 'invalid')
      return invalid ? { refused: 'invalid resource pools were encountered' } : undefined
    } catch (error) {
      if (error instanceof AllocationProblem) return { error: error.message }
      throw error
    }
  }
}
