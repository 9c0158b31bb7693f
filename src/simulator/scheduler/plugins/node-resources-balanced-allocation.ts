// Prefers nodes the pod leaves more evenly used: the spread of used fractions with it against without it.
// Upstream: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go.
import { type PluginFactory, skip } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { allocation, balancedScore, type PodAmounts, podAmounts } from '../resource-score.ts'

const amountsKey = stateKey<PodAmounts>('PreScoreNodeResourcesBalancedAllocation')

/** NodeResourcesBalancedAllocation. */
export const plugin: PluginFactory = {
  name: 'NodeResourcesBalancedAllocation',
  create: () => ({
    preScore(state, pod) {
      const amounts = podAmounts(pod, true)
      if (amounts.every((amount) => amount === 0)) return skip
      state.write(amountsKey, amounts)
      return undefined
    },
    score: (state, pod, node) => balancedScore(allocation(state.read(amountsKey) ?? podAmounts(pod, true), node, true)),
  }),
}
