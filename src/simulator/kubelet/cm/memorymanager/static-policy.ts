// The Static policy: containers of Guaranteed pods have their memory from as few NUMA nodes as will do. Memory of init containers is used
// again by those that follow. Upstream: pkg/kubelet/cm/memorymanager/policy_static.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { qosClassOf } from '../../../../model/pod-qos.ts'
import { hasPodLevelResources, isSidecar } from '../../../../model/pod-resources.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { Machine } from '../machine.ts'
import { type BitMask, bitsOf, maskOf } from '../topologymanager/bit-mask.ts'
import {
  type AffinityStore,
  containersOf,
  type Hints,
  type TopologyHint,
  unexpected,
} from '../topologymanager/contract.ts'
import { bestHint, type MemoryHint, memoryHints, sameNodes, satisfies, violates } from './memory-hints.ts'
import { containerRequests, type MemoryRequests, podMemoryRequests } from './requests.ts'
import { freshState, type MemoryBlock, releaseMemory, type SystemReserved, takeMemory } from './state.ts'

/** The Static policy of one node. */
export class StaticMemoryPolicy {
  readonly #state: ReturnType<typeof freshState>
  readonly #store: AffinityStore
  /** By pod, then container. */
  readonly #blocks = new Map<string, Map<string, readonly MemoryBlock[]>>()
  /** What init containers of the pod last allocated for leave behind, by mask and kind. */
  #reusable: { readonly pod: string; readonly sizes: Map<string, number> } | undefined

  constructor(machine: Machine, reserved: SystemReserved, store: AffinityStore) {
    this.#state = freshState(machine, reserved)
    this.#store = store
  }

  blocks(podUid: string, container: string): readonly MemoryBlock[] | undefined {
    return this.#blocks.get(podUid)?.get(container)
  }

  /** Pods and their containers that have memory of their own. */
  entries(): [string, string][] {
    return [...this.#blocks].flatMap(([pod, containers]) =>
      [...containers.keys()].map((name): [string, string] => [pod, name]),
    )
  }

  containerHints(pod: Pod, container: Container): Hints | undefined {
    if (isLeftOut(pod)) return undefined
    const requests = containerRequests(container)
    const blocks = this.blocks(uidOf(pod), container.name)
    return blocks === undefined ? this.#hints(pod, requests) : regenerated(blocks, requests)
  }

  podHints(pod: Pod): Hints | undefined {
    const requests = isLeftOut(pod) ? undefined : podMemoryRequests(pod)
    if (requests === undefined || requests.size === 0) return undefined
    for (const { name } of containersOf(pod)) {
      const blocks = this.blocks(uidOf(pod), name)
      if (blocks !== undefined) return regenerated(blocks, requests)
    }
    return this.#hints(pod, requests)
  }

  #calculated(pod: Pod, requests: MemoryRequests): MemoryHint[] {
    return memoryHints(this.#state, requests, (mask, type) => this.#reusableOf(pod, mask, type))
  }

  #hints(pod: Pod, requests: MemoryRequests): Hints {
    const hints = this.#calculated(pod, requests)
    // Where nothing would do upstream has no entry for the resource.
    return new Map(hints.length === 0 ? [] : [...requests.keys()].map((type) => [type, hints]))
  }

  allocate(pod: Pod, container: Container): Rejection | undefined {
    if (isLeftOut(pod)) return undefined
    const uid = uidOf(pod)
    const known = this.blocks(uid, container.name)
    if (known !== undefined) {
      this.#updateReusable(pod, container, known)
      return undefined
    }
    const requests = containerRequests(container)
    const hint = this.#placed(pod, requests, this.#store.affinity(uid, container.name))
    if (typeof hint === 'string') return unexpected(`[memorymanager] ${hint}`)
    const numa = bitsOf(hint)
    const blocks: MemoryBlock[] = []
    for (const [type, size] of requests) {
      blocks.push({ numa, type, size })
      takeMemory(this.#state, numa, type, Math.max(size - this.#reusableOf(pod, hint, type), 0))
    }
    this.#updateReusable(pod, container, blocks)
    this.#keep(uid, container.name, blocks)
    this.#shrinkInitBlocks(pod, container, blocks)
    return undefined
  }

  /** The NUMA nodes to take from: what the topology manager says, or wider where that does not do; or why there are none. */
  #placed(pod: Pod, requests: MemoryRequests, given: TopologyHint): BitMask | string {
    let { affinity, preferred } = given
    if (affinity === undefined) {
      const hints = this.#calculated(pod, requests)
      const best = requests.size === 0 ? undefined : bestHint(requests.has('memory') ? hints : [])
      if (best === undefined)
        return 'failed to get the default NUMA affinity, no NUMA nodes with enough memory is available'
      if (!best.preferred && preferred) return 'failed to find the default preferred hint'
      ;({ affinity, preferred } = best)
    }
    if (!satisfies(this.#state, affinity, requests)) {
      const inside = affinity
      const wider = bestHint(this.#calculated(pod, requests).filter((hint) => (hint.affinity & inside) === inside))
      if (wider === undefined) return 'failed to find NUMA nodes to extend the current topology hint'
      if (!wider.preferred && preferred) return 'failed to find the extended preferred hint'
      affinity = wider.affinity
    }
    return violates(this.#state, bitsOf(affinity)) ? 'preferred hint violates NUMA node allocation' : affinity
  }

  /** Gives back what a container had. */
  remove(podUid: string, container: string): void {
    const containers = this.#blocks.get(podUid)
    for (const block of containers?.get(container) ?? []) releaseMemory(this.#state, block)
    containers?.delete(container)
    if (containers?.size === 0) this.#blocks.delete(podUid)
  }

  #keep(uid: string, container: string, blocks: readonly MemoryBlock[]): void {
    let containers = this.#blocks.get(uid)
    if (containers === undefined) {
      containers = new Map()
      this.#blocks.set(uid, containers)
    }
    containers.set(container, blocks)
  }

  #reusableOf(pod: Pod, mask: BitMask, type: string): number {
    return this.#reusable?.pod === uidOf(pod) ? (this.#reusable.sizes.get(`${mask}/${type}`) ?? 0) : 0
  }

  #updateReusable(pod: Pod, container: Container, blocks: readonly MemoryBlock[]): void {
    if (this.#reusable?.pod !== uidOf(pod)) this.#reusable = { pod: uidOf(pod), sizes: new Map() }
    const { sizes } = this.#reusable
    const ends = pod.spec.initContainers?.some((each) => each.name === container.name && !isSidecar(each)) === true
    for (const { numa, type, size } of blocks) {
      const key = `${maskOf(numa)}/${type}`
      const left = sizes.get(key) ?? 0
      sizes.set(key, ends ? Math.max(left, size) : Math.max(left - size, 0))
    }
  }

  /** What a container uses again, the init container that had it has no more: the pod's sum stays true. */
  #shrinkInitBlocks(pod: Pod, container: Container, blocks: readonly MemoryBlock[]): void {
    for (const block of blocks) {
      let rest = block.size
      for (const init of pod.spec.initContainers ?? []) {
        if (init.name === container.name || rest === 0) break
        const own = isSidecar(init) ? undefined : this.blocks(uidOf(pod), init.name)
        if (own === undefined) continue
        const shrunk = own.map((each) => {
          if (each.type !== block.type || !sameNodes(each.numa, block.numa)) return each
          const reused = Math.min(each.size, rest)
          rest -= reused
          return { ...each, size: each.size - reused }
        })
        this.#keep(uidOf(pod), init.name, shrunk)
      }
    }
  }
}

const uidOf = ({ metadata }: Pod): string => metadata.uid ?? ''

/** Pods with resources of their own as a whole are left out too: the gate PodLevelResourceManagers is alpha. */
const isLeftOut = (pod: Pod): boolean => qosClassOf(pod) !== 'Guaranteed' || hasPodLevelResources(pod)

/** The hints for memory a container has already. */
function regenerated(blocks: readonly MemoryBlock[], requests: MemoryRequests): Hints | undefined {
  if (blocks.length !== requests.size) return undefined
  const hints = new Map<string, TopologyHint[]>([...requests.keys()].map((type) => [type, []]))
  for (const { type, size, numa } of blocks) {
    if (requests.get(type) !== size) return undefined
    hints.get(type)?.push({ affinity: maskOf(numa), preferred: true })
  }
  return hints
}
