// The options of the static CPU manager policy, and whether the machine can have them.
// Upstream: pkg/kubelet/cm/cpumanager/policy_options.go.
import type { FeatureGates } from '../../../api/types.ts'
import { parseGoBool } from '../go-values.ts'
import type { CpuTopology } from './cpu-topology.ts'

/** The options that are on, by name. */
export type StaticOptions = ReadonlySet<string>

const stable = ['full-pcpus-only', 'strict-cpu-reservation', 'prefer-align-cpus-by-uncorecache']
const beta = ['distribute-cpus-across-numa']
const alpha = ['align-by-socket', 'distribute-cpus-across-cores']

const exclusive: readonly (readonly [string, string])[] = [
  ['full-pcpus-only', 'distribute-cpus-across-cores'],
  ['distribute-cpus-across-numa', 'distribute-cpus-across-cores'],
  ['prefer-align-cpus-by-uncorecache', 'distribute-cpus-across-cores'],
  ['prefer-align-cpus-by-uncorecache', 'distribute-cpus-across-numa'],
]

/** Why an option is not there for this cluster. */
export function optionError(name: string, gates: FeatureGates): string | undefined {
  if (stable.includes(name)) return undefined
  if (alpha.includes(name))
    return gates.enabled('CPUManagerPolicyAlphaOptions')
      ? undefined
      : `CPU Manager Policy Alpha-level Options not enabled, but option "${name}" provided`
  if (!beta.includes(name)) return `unknown CPU Manager Policy option: "${name}"`
  return gates.enabled('CPUManagerPolicyBetaOptions')
    ? undefined
    : `CPU Manager Policy Beta-level Options not enabled, but option "${name}" provided`
}

/** Reads the options; why they cannot be. */
export function staticOptions(
  options: Readonly<Record<string, string>>,
  gates: FeatureGates,
): StaticOptions | { readonly error: string } {
  const on = new Set<string>()
  for (const [name, text] of Object.entries(options)) {
    const error = optionError(name, gates)
    if (error !== undefined) return { error }
    const value = parseGoBool(text)
    if (typeof value !== 'boolean') return { error: `bad value for option "${name}": ${value.error}` }
    if (value) on.add(name)
  }
  for (const [one, other] of exclusive)
    if (on.has(one) && on.has(other))
      return { error: `static policy options ${one} and ${other} can not be used at the same time` }
  return on
}

/** Why the machine, or the topology manager's policy, cannot have the options. */
export function machineError(
  options: StaticOptions,
  topology: CpuTopology,
  topologyPolicy: string,
): string | undefined {
  if (!options.has('align-by-socket')) return undefined
  if (topologyPolicy === 'single-numa-node')
    return 'Topolgy manager single-numa-node policy is incompatible with CPUManager align-by-socket policy option'
  if (topology.sockets > topology.numaNodes)
    return 'Align by socket is not compatible with hardware where number of sockets are more than number of NUMA'
  return undefined
}
