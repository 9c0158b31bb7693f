// Refuses nodes with taints the pod does not tolerate, and prefers nodes with fewer PreferNoSchedule ones.
// Upstream: pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go.
import type { Toleration } from '../../../generated/api/core.v1.ts'
import { blocksScheduling, findUntoleratedTaint, toleratesTaint } from '../../../model/taints.ts'
import { type Node, type PluginFactory, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { normalizeScores } from '../normalize-score.ts'

const tolerationsKey = stateKey<readonly Toleration[]>('PreScoreTaintToleration')
const refused = status('UnschedulableAndUnresolvable', 'node(s) had untolerated taint(s)')

/** TaintToleration. */
export const plugin: PluginFactory = {
  name: 'TaintToleration',
  create({ environment }) {
    const comparison = environment.gates.enabled('TaintTolerationComparisonOperators')
    const repels = (node: Node, tolerations: readonly Toleration[] | undefined): boolean =>
      findUntoleratedTaint(node.spec.taints, tolerations, blocksScheduling, comparison) !== undefined
    return {
      events: [
        {
          resource: 'nodes',
          actions: ['Add', 'UpdateNodeTaint'],
          hint: ({ spec }, previous, next) =>
            (previous === undefined || repels(previous as Node, spec.tolerations)) &&
            !repels(next as Node, spec.tolerations),
        },
        {
          resource: 'pods',
          actions: ['UpdatePodToleration'],
          hint: (pod, _previous, next) => pod.metadata.uid === next?.metadata.uid,
        },
      ],
      filter: (_state, pod, { node }) => (repels(node, pod.spec.tolerations) ? refused : undefined),
      preScore(state, pod) {
        const soft = (pod.spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule')
        state.write(tolerationsKey, soft)
        return undefined
      },
      score(state, _pod, { node }) {
        const tolerations = state.read(tolerationsKey) ?? []
        let intolerable = 0
        for (const taint of node.spec.taints ?? []) {
          if (taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint, comparison)) intolerable++
        }
        return intolerable
      },
      normalizeScore: (_state, _pod, scores) => normalizeScores(scores, true),
    }
  },
}
