// The static policy: containers of Guaranteed pods that ask for whole CPUs have them for themselves. CPUs of init containers are used
// again by those that follow. Upstream: pkg/kubelet/cm/cpumanager/policy_static.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { isSidecar } from '../../../../model/pod-resources.ts'
import type { Rejection } from '../../admission/contract.ts'
import { type BitMask, bitsOf } from '../topologymanager/bit-mask.ts'
import { type AffinityStore, containersOf, type Hints, unexpected } from '../topologymanager/contract.ts'
import { cpuHints } from './cpu-hints.ts'
import { type CpuSet, difference, formatCpus, intersection, noCpus, union } from './cpu-set.ts'
import type { CpuTopology } from './cpu-topology.ts'
import { guaranteedCpus, isLeftOut, podGuaranteedCpus } from './guaranteed-cpus.ts'
import type { StaticOptions } from './policy-options.ts'
import { CpuState } from './state.ts'
import { takeDistributed } from './take-distributed.ts'
import { type Taken, takePacked } from './take-packed.ts'

/** The static policy of one node. */
export class StaticPolicy {
  readonly #topology: CpuTopology
  readonly #options: StaticOptions
  readonly #store: AffinityStore
  readonly #reserved: CpuSet
  /** The reserved CPUs with all that share a core with them. */
  readonly #reservedCores: CpuSet
  readonly state: CpuState
  /** CPUs of the pod last allocated for that its next containers may have as well. */
  #reusable: { readonly pod: string; readonly cpus: CpuSet } | undefined

  private constructor(topology: CpuTopology, options: StaticOptions, store: AffinityStore, reserved: CpuSet) {
    this.#topology = topology
    this.#options = options
    this.#store = store
    this.#reserved = reserved
    const { details } = topology
    this.#reservedCores = details.cpusIn('core', ...[...reserved].map((cpu) => details.cpu(cpu)?.core ?? cpu))
    this.state = new CpuState(options.has('strict-cpu-reservation') ? difference(details.cpus, reserved) : details.cpus)
  }

  /** Reserves so many CPUs, or those that are named. */
  static create(
    topology: CpuTopology,
    options: StaticOptions,
    store: AffinityStore,
    reserve: { readonly count: number; readonly named: CpuSet },
  ): StaticPolicy | { readonly error: string } {
    const { count, named } = reserve
    const taken = named.size > 0 ? named : take(topology, options, topology.details.cpus, count)
    const reserved = 'error' in taken ? noCpus() : taken
    if (reserved.size !== count) {
      const why = `size of ${formatCpus(reserved)} did not equal ${count}`
      return { error: `[cpumanager] unable to reserve the required amount of CPUs (${why})` }
    }
    return new StaticPolicy(topology, options, store, reserved)
  }

  /** CPUs nobody has for himself, less those that are reserved. */
  get #available(): CpuSet {
    return difference(this.state.shared, this.#reserved)
  }

  containerHints(pod: Pod, container: Container): Hints | undefined {
    const wanted = guaranteedCpus(pod, container)
    if (wanted === 0 || isLeftOut(pod)) return undefined
    const allocated = this.state.get(uidOf(pod), container.name)
    if (allocated === undefined) return this.#hints(this.#available, this.#reusableOf(pod), wanted)
    return allocated.size === wanted ? this.#hints(allocated, noCpus(), wanted) : new Map([['cpu', []]])
  }

  podHints(pod: Pod): Hints | undefined {
    const wanted = podGuaranteedCpus(pod)
    if (wanted === 0 || isLeftOut(pod)) return undefined
    let assigned = noCpus()
    for (const container of containersOf(pod)) {
      const allocated = this.state.get(uidOf(pod), container.name)
      if (allocated === undefined) continue
      if (allocated.size !== guaranteedCpus(pod, container)) return new Map([['cpu', []]])
      assigned = union(assigned, allocated)
    }
    if (assigned.size === wanted) return this.#hints(assigned, noCpus(), wanted)
    return this.#hints(this.#available, union(this.#reusableOf(pod), assigned), wanted)
  }

  #hints(available: CpuSet, reusable: CpuSet, wanted: number): Hints {
    const alignBySocket = this.#options.has('align-by-socket')
    return new Map([['cpu', cpuHints(this.#topology, available, reusable, wanted, alignBySocket)]])
  }

  allocate(pod: Pod, container: Container): Rejection | undefined {
    const wanted = guaranteedCpus(pod, container)
    if (wanted === 0 || isLeftOut(pod)) return undefined
    const refusal = this.#smtRefusal(wanted)
    if (refusal !== undefined) return refusal
    const uid = uidOf(pod)
    const known = this.state.get(uid, container.name)
    if (known !== undefined) {
      this.#updateReusable(pod, container, known)
      return undefined
    }
    const { affinity } = this.#store.affinity(uid, container.name)
    const cpus = this.#allocateCpus(wanted, affinity, this.#reusableOf(pod))
    if ('error' in cpus) return unexpected(cpus.error)
    this.state.shared = difference(this.state.shared, cpus)
    this.state.set(uid, container.name, cpus)
    this.#updateReusable(pod, container, cpus)
    return undefined
  }

  /** Gives back what a container had, except what others of its pod have as well. */
  remove(podUid: string, container: string): void {
    const cpus = this.state.get(podUid, container)
    if (cpus === undefined) return
    this.state.delete(podUid, container)
    const inUse = union(...this.state.of(podUid).values())
    this.state.shared = union(this.state.shared, difference(cpus, inUse))
  }

  /** Whole cores only, where that is asked for. */
  #smtRefusal(wanted: number): Rejection | undefined {
    if (!this.#options.has('full-pcpus-only')) return undefined
    const { perCore } = this.#topology
    const reason = 'SMTAlignmentError'
    if (wanted % perCore !== 0) {
      const message = `SMT Alignment Error: requested ${wanted} cpus not multiple cpus per core = ${perCore}`
      return { reason, message }
    }
    const free = difference(this.state.shared, this.#reservedCores).size
    if (wanted <= free) return undefined
    const amounts = `available physical CPUs = ${free}, requested CPUs = ${wanted}, CPUs per core = ${perCore}`
    return { reason, message: `SMT Alignment Error: not enough free physical CPUs: ${amounts}` }
  }

  #allocateCpus(count: number, affinity: BitMask | undefined, reusable: CpuSet): Taken {
    const allocatable = union(this.#available, reusable)
    let result = noCpus()
    if (affinity !== undefined) {
      const aligned = this.#aligned(affinity, allocatable)
      const taken = take(this.#topology, this.#options, aligned, Math.min(count, aligned.size))
      if ('error' in taken) return taken
      result = taken
    }
    const rest = take(this.#topology, this.#options, difference(allocatable, result), count - result.size)
    return 'error' in rest ? rest : union(result, rest)
  }

  #aligned(affinity: BitMask, allocatable: CpuSet): CpuSet {
    const { details } = this.#topology
    const numa = bitsOf(affinity)
    if (!this.#options.has('align-by-socket')) return intersection(allocatable, details.cpusIn('numa', ...numa))
    const sockets = details.idsAt('socket', { level: 'numa', ids: numa })
    return intersection(allocatable, details.cpusIn('socket', ...sockets))
  }

  #reusableOf(pod: Pod): CpuSet {
    return this.#reusable?.pod === uidOf(pod) ? this.#reusable.cpus : noCpus()
  }

  #updateReusable(pod: Pod, container: Container, cpus: CpuSet): void {
    const before = this.#reusableOf(pod)
    const ends = pod.spec.initContainers?.some((each) => each.name === container.name && !isSidecar(each)) === true
    this.#reusable = { pod: uidOf(pod), cpus: ends ? union(before, cpus) : difference(before, cpus) }
  }
}

const uidOf = ({ metadata }: Pod): string => metadata.uid ?? ''

function take(topology: CpuTopology, options: StaticOptions, available: CpuSet, count: number): Taken {
  const sorting = options.has('distribute-cpus-across-cores') ? 'spread' : 'packed'
  if (options.has('distribute-cpus-across-numa')) {
    const group = options.has('full-pcpus-only') ? topology.perCore : 1
    return takeDistributed(topology, available, count, group, sorting)
  }
  return takePacked(topology, available, count, sorting, options.has('prefer-align-cpus-by-uncorecache'))
}
