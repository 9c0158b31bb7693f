// Prefers nodes the pod leaves more evenly used: the spread of used fractions with it against without it.
// Upstream: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go.
import { type PluginFactory, skip } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import {
  balancedScore,
  type PodAmounts,
  podAmounts,
  resourcesOfStrategy,
  type ScoringStrategy,
} from '../resource-score.ts'

const amountsKey = stateKey<PodAmounts>('PreScoreNodeResourcesBalancedAllocation')

/** NodeResourcesBalancedAllocation. */
export const plugin: PluginFactory = {
  name: 'NodeResourcesBalancedAllocation',
  create(_handle, args) {
    const resources = resourcesOfStrategy(args['resources'] as ScoringStrategy['resources'])
    return {
      preScore(state, pod) {
        const amounts = podAmounts(pod, resources, true)
        if (amounts.every((amount) => amount === 0)) return skip
        state.write(amountsKey, amounts)
        return undefined
      },
      score: (state, pod, node) =>
        balancedScore(resources, state.read(amountsKey) ?? podAmounts(pod, resources, true), node),
    }
  },
}
