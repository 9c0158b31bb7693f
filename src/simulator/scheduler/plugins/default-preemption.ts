// What to do for a pod that fits nowhere: evict pods of lower priority where that lets it in, or say why that would not help.
// Upstream: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, framework/preemption/preemption.go.
import type { Handle, Plugin, PluginFactory, Pod, PostFilterResult } from '../contract.ts'
import { status } from '../contract.ts'
import { fitErrorText } from '../fit-error.ts'
import { priorityOf } from '../node-info.ts'
import type { NodeToStatus } from '../node-to-status.ts'
import { dryRun } from '../preemption/candidates.ts'
import { evict } from '../preemption/evict.ts'
import { pickCandidate } from '../preemption/pick.ts'

const refuse = (text: string): PostFilterResult => ({ status: status('Unschedulable', `preemption: ${text}`) })

/** DefaultPreemption. */
export const plugin: PluginFactory = {
  name: 'DefaultPreemption',
  create: (handle, { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 }): Plugin => ({
    postFilter(state, pod, refused) {
      const why = ineligible(handle, pod, refused)
      if (why !== undefined) return refuse(why)
      const { candidates, refusals, error } = dryRun(handle, state, pod, refused, {
        percentage: Number(minCandidateNodesPercentage),
        absolute: Number(minCandidateNodesAbsolute),
      })
      const best = pickCandidate(candidates, handle.environment.random)
      if (best === undefined && error !== undefined) {
        return { status: status('Error', `preemption: ${error.reasons.join(', ')}`) }
      }
      if (best === undefined) {
        const text = fitErrorText({ nodes: handle.nodes().length, refused: refusals })
        return { ...refuse(text), nominatedNodeName: '' }
      }
      handle.environment.clock.soon(() => evict(handle, pod, best))
      return { nominatedNodeName: best.node.name }
    },
  }),
}

/** Why a pod may not preempt others now. */
function ineligible(handle: Handle, pod: Pod, refused: NodeToStatus): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  const nominated = pod.status.nominatedNodeName
  if (!nominated || refused.get(nominated).code === 'UnschedulableAndUnresolvable') return undefined
  for (const { pod: other } of handle.node(nominated)?.pods.values() ?? []) {
    if (priorityOf(other) < priorityOf(pod) && makesRoom(other)) {
      return 'not eligible due to a terminating pod on the nominated node.'
    }
  }
  return undefined
}

/** True for a victim of an earlier preemption that is on its way out. */
function makesRoom({ metadata, status: { conditions } }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  const condition = conditions?.find(({ type }) => type === 'DisruptionTarget')
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler'
}
