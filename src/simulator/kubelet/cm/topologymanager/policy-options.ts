// The options of the topology manager's policies. Upstream: pkg/kubelet/cm/topologymanager/policy_options.go.
import { parseGoBool, parseGoInt } from '../go-values.ts'

/** The options as read. */
export interface TopologyOptions {
  readonly preferClosest: boolean
  readonly maxNumaNodes: number
}

const DEFAULT_MAX = 8
const CLOSEST = 'prefer-closest-numa-nodes'
const MAX = 'max-allowable-numa-nodes'

/** Reads the options; why they cannot be. */
export function topologyOptions(
  options: Readonly<Record<string, string>>,
): TopologyOptions | { readonly error: string } {
  let preferClosest = false
  let maxNumaNodes = DEFAULT_MAX
  for (const [name, value] of Object.entries(options)) {
    if (name === CLOSEST) {
      const closest = parseGoBool(value)
      if (typeof closest !== 'boolean') return { error: `bad value for option "${name}": ${closest.error}` }
      preferClosest = closest
    } else if (name === MAX) {
      const max = parseGoInt(value)
      if (typeof max !== 'number')
        return { error: `unable to convert policy option to integer "${name}": ${max.error}` }
      if (max < DEFAULT_MAX) return { error: `the minimum value of "${name}" should not be less than ${DEFAULT_MAX}` }
      maxNumaNodes = max
    } else return { error: `unknown Topology Manager Policy option: "${name}"` }
  }
  return { preferClosest, maxNumaNodes }
}
