// The topology manager: asks those who know where resources lie, merges their hints by its policy, and lets them allocate. Its scope
// says whether each container is aligned by itself or the pod as a whole.
// Upstream: pkg/kubelet/cm/topologymanager/{topology_manager,scope,scope_container,scope_pod,scope_none}.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { KubeletSettings } from '../../settings.ts'
import type { Machine } from '../machine.ts'
import { type AffinityStore, containersOf, type HintProvider, noHint, type TopologyHint } from './contract.ts'
import { NumaInfo } from './numa-info.ts'
import { type Policy, policyOf } from './policies.ts'
import { topologyOptions } from './policy-options.ts'

const REFUSED: Rejection = {
  reason: 'TopologyAffinityError',
  message: 'Resources cannot be allocated with Topology locality',
}

/** Aligns the resources of pods. */
export class TopologyManager implements AffinityStore {
  readonly policyName: string
  readonly #policy: Policy | undefined
  readonly #scope: string
  readonly #providers: HintProvider[] = []
  /** By pod, then container. */
  readonly #hints = new Map<string, Map<string, TopologyHint>>()

  private constructor(name: string, policy: Policy | undefined, scope: string) {
    this.policyName = name
    this.#policy = policy
    this.#scope = scope
  }

  /** A manager for this machine, or why there cannot be one. */
  static create(machine: Machine, settings: KubeletSettings): TopologyManager | { readonly error: string } {
    const { topologyManagerPolicy: name, topologyManagerScope: scope } = settings
    if (name === 'none') return new TopologyManager(name, undefined, scope)
    const options = topologyOptions(settings.topologyManagerPolicyOptions)
    if ('error' in options) return options
    const numa = new NumaInfo(machine)
    const { maxNumaNodes } = options
    if (numa.count > maxNumaNodes) return { error: `unsupported on machines with more than ${maxNumaNodes} NUMA Nodes` }
    return new TopologyManager(name, policyOf(name, numa, options.preferClosest), scope)
  }

  addProvider(provider: HintProvider): void {
    this.#providers.push(provider)
  }

  affinity(podUid: string, container: string): TopologyHint {
    return this.#hints.get(podUid)?.get(container) ?? noHint
  }

  /** Nothing of the pod is left. */
  forget(podUid: string): void {
    this.#hints.delete(podUid)
  }

  /** Allocates what the containers of a pod need; the first thing that cannot be. */
  admit(pod: Pod): Rejection | undefined {
    const policy = this.#policy
    if (policy !== undefined && this.#scope === 'pod') return this.#admitPod(pod, policy)
    for (const container of containersOf(pod)) {
      if (policy !== undefined) {
        const { hint, admit } = policy(this.#providers.map((provider) => provider.containerHints(pod, container)))
        if (!admit) return REFUSED
        this.#keep(pod, container, hint)
      }
      const refusal = this.#allocate(pod, container)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }

  #admitPod(pod: Pod, policy: Policy): Rejection | undefined {
    const { hint, admit } = policy(this.#providers.map((provider) => provider.podHints(pod)))
    if (!admit) return REFUSED
    for (const container of containersOf(pod)) {
      this.#keep(pod, container, hint)
      const refusal = this.#allocate(pod, container)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }

  #keep({ metadata: { uid = '' } }: Pod, { name }: Container, hint: TopologyHint): void {
    let containers = this.#hints.get(uid)
    if (containers === undefined) {
      containers = new Map()
      this.#hints.set(uid, containers)
    }
    containers.set(name, hint)
  }

  #allocate(pod: Pod, container: Container): Rejection | undefined {
    for (const provider of this.#providers) {
      const refusal = provider.allocate(pod, container)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }
}
