// The CPU manager: gives containers CPUs of their own by its policy, and takes them back once their pods are over.
// Upstream: pkg/kubelet/cm/cpumanager/cpu_manager.go, policy_none.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { isZero, quantityMilliValue } from '../../../../model/quantity.ts'
import type { Quantities } from '../../../../model/resource-list.ts'
import type { FeatureGates } from '../../../api/types.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { KubeletSettings } from '../../settings.ts'
import type { Machine } from '../machine.ts'
import type { AffinityStore, HintProvider, Hints } from '../topologymanager/contract.ts'
import { type CpuSet, formatCpus, isSubset, noCpus, parseCpus } from './cpu-set.ts'
import { CpuTopology } from './cpu-topology.ts'
import { machineError, staticOptions } from './policy-options.ts'
import { StaticPolicy } from './static-policy.ts'

/** What the manager is made with. */
export interface CpuManagerParts {
  readonly machine: Machine
  readonly settings: KubeletSettings
  readonly gates: FeatureGates
  readonly store: AffinityStore
  /** What is kept from pods. */
  readonly reservation: Quantities
  /** Whether a container's pod still uses the node. */
  active(podUid: string): boolean
}

/** Hands out CPUs. */
export class CpuManager implements HintProvider {
  readonly #policy: StaticPolicy | undefined
  readonly #active: (podUid: string) => boolean

  private constructor(policy: StaticPolicy | undefined, active: (podUid: string) => boolean) {
    this.#policy = policy
    this.#active = active
  }

  /** A manager, or why there cannot be one. */
  static create(parts: CpuManagerParts): CpuManager | { readonly error: string } {
    const { machine, settings } = parts
    let known: CpuTopology | undefined
    const topology = (): CpuTopology => {
      known ??= new CpuTopology(machine)
      return known
    }
    const named = namedCpus(settings.reservedSystemCPUs, topology)
    if ('error' in named) return named
    const { cpuManagerPolicy: name, cpuManagerPolicyOptions: options } = settings
    if (name === 'none') {
      const given = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))
      if (given.length === 0) return new CpuManager(undefined, parts.active)
      const shown = given.map(([key, value]) => `${key}:${value}`).join(' ')
      return { error: `new none policy error: None policy: received unsupported options=map[${shown}]` }
    }
    if (name !== 'static') return { error: `unknown policy: "${name}"` }
    const policy = staticPolicy(parts, topology(), named)
    return 'error' in policy ? policy : new CpuManager(policy, parts.active)
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

  /** The CPUs a container has for itself; undefined when it shares. */
  exclusive(podUid: string, container: string): CpuSet | undefined {
    return this.#policy?.state.get(podUid, container)
  }

  /** The CPUs all others share; undefined when nobody has any for himself. */
  get shared(): CpuSet | undefined {
    this.#removeStale()
    return this.#policy?.state.shared
  }

  #removeStale(): void {
    for (const [pod, container] of this.#policy?.state.entries() ?? [])
      if (!this.#active(pod)) this.#policy?.remove(pod, container)
  }
}

function namedCpus(text: string, topology: () => CpuTopology): CpuSet | { readonly error: string } {
  if (text === '') return noCpus()
  const cpus = parseCpus(text)
  if ('error' in cpus) return { error: `unable to parse reserved-cpus list: ${cpus.error}` }
  const all = topology().details.cpus
  if (isSubset(cpus, all)) return cpus
  return { error: `reserved-cpus: ${formatCpus(cpus)} is not a subset of online-cpus: ${formatCpus(all)}` }
}

function staticPolicy(
  { settings, gates, store, reservation }: CpuManagerParts,
  topology: CpuTopology,
  named: CpuSet,
): StaticPolicy | { readonly error: string } {
  const cpu = reservation['cpu']
  if (cpu === undefined) return { error: '[cpumanager] unable to determine reserved CPU resources for static policy' }
  if (isZero(cpu))
    return {
      error: '[cpumanager] the static policy requires systemreserved.cpu + kubereserved.cpu to be greater than zero',
    }
  const failed = (error: string) => ({ error: `new static policy error: ${error}` })
  const options = staticOptions(settings.cpuManagerPolicyOptions, gates)
  if ('error' in options) return failed(options.error)
  const unfit = machineError(options, topology, store.policyName)
  if (unfit !== undefined) return failed(unfit)
  const count = Math.ceil(quantityMilliValue(cpu) / 1000)
  const policy = StaticPolicy.create(topology, options, store, { count, named })
  return 'error' in policy ? failed(policy.error) : policy
}
