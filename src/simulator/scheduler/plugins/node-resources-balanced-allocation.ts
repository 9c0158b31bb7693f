// Prefers nodes the pod leaves more evenly used: the spread of used fractions with it against without it.
// Upstream: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go.
import { type PluginFactory, skip } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { deviceTotals } from '../devices/totals.ts'
import {
  balancedScore,
  type DeviceTotals,
  type PodAmounts,
  podAmounts,
  resourcesOfStrategy,
  type ScoringStrategy,
} from '../resource-score.ts'

interface State {
  readonly amounts: PodAmounts
  readonly devices: DeviceTotals | undefined
}

const stateOf = stateKey<State>('PreScoreNodeResourcesBalancedAllocation')

/** NodeResourcesBalancedAllocation. */
export const plugin: PluginFactory = {
  name: 'NodeResourcesBalancedAllocation',
  create(handle, args) {
    const resources = resourcesOfStrategy(args['resources'] as ScoringStrategy['resources'])
    return {
      preScore(state, pod) {
        const amounts = podAmounts(pod, resources, true)
        if (amounts.every((amount) => amount === 0)) return skip
        state.write(stateOf, { amounts, devices: deviceTotals(handle, resources) })
        return undefined
      },
      score(state, pod, node) {
        const { amounts, devices } = state.read(stateOf) ?? {
          amounts: podAmounts(pod, resources, true),
          devices: undefined,
        }
        return balancedScore(resources, amounts, node, devices)
      },
    }
  },
}
