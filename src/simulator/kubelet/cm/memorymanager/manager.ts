// The memory manager: gives containers memory near each other by its policy, and takes it back once their pods are over.
// Upstream: pkg/kubelet/cm/memorymanager/memory_manager.go, policy_none.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { isSidecar } from '../../../../model/pod-resources.ts'
import type { Quantities } from '../../../../model/resource-list.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { KubeletSettings } from '../../settings.ts'
import type { Machine } from '../machine.ts'
import type { AffinityStore, HintProvider, Hints } from '../topologymanager/contract.ts'
import { systemReservedMemory } from './reserved-memory.ts'
import type { MemoryBlock } from './state.ts'
import { StaticMemoryPolicy } from './static-policy.ts'

/** What the manager is made with. */
export interface MemoryManagerParts {
  readonly machine: Machine
  readonly settings: KubeletSettings
  readonly store: AffinityStore
  /** What is kept from pods. */
  readonly reservation: Quantities
  /** Whether a container's pod still uses the node. */
  active(podUid: string): boolean
}

/** Hands out memory. */
export class MemoryManager implements HintProvider {
  readonly #policy: StaticMemoryPolicy | undefined
  readonly #active: (podUid: string) => boolean

  private constructor(policy: StaticMemoryPolicy | undefined, active: (podUid: string) => boolean) {
    this.#policy = policy
    this.#active = active
  }

  /** A manager, or why there cannot be one. */
  static create(parts: MemoryManagerParts): MemoryManager | { readonly error: string } {
    const { machine, settings, store, reservation, active } = parts
    switch (settings.memoryManagerPolicy) {
      case 'None':
        return new MemoryManager(undefined, active)
      case 'Static': {
        const reserved = systemReservedMemory(machine, reservation, settings.reservedMemory)
        if ('error' in reserved) return reserved
        if (![...reserved.values()].some(({ memory = 0 }) => memory > 0))
          return { error: '[memorymanager] you should specify the system reserved memory' }
        return new MemoryManager(new StaticMemoryPolicy(machine, reserved, store), active)
      }
      case 'BestEffort':
        return { error: 'policy "BestEffort" is not available for platform "linux"' }
      default:
        return { error: `unknown policy: "${settings.memoryManagerPolicy}"` }
    }
  }

  containerHints(pod: Pod, container: Container): Hints | undefined {
    this.#removeStale()
    return this.#policy?.containerHints(pod, container)
  }

  podHints(pod: Pod): Hints | undefined {
    this.#removeStale()
    return this.#policy?.podHints(pod)
  }

  allocate(pod: Pod, container: Container): Rejection | undefined {
    this.#removeStale()
    return this.#policy?.allocate(pod, container)
  }

  /** A container starts: the init containers before it have no use for their memory any more. */
  started(pod: Pod, container: string): void {
    for (const init of pod.spec.initContainers ?? []) {
      if (init.name === container) break
      if (!isSidecar(init)) this.#policy?.remove(pod.metadata.uid ?? '', init.name)
    }
  }

  /** The memory a container has for itself. */
  blocks(podUid: string, container: string): readonly MemoryBlock[] {
    return this.#policy?.blocks(podUid, container) ?? []
  }

  #removeStale(): void {
    for (const [pod, container] of this.#policy?.entries() ?? [])
      if (!this.#active(pod)) this.#policy?.remove(pod, container)
  }
}
