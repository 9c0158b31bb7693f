// What to do for a pod that fits nowhere: see whether evicting pods of lower priority would help, and say why not.
// Choosing and evicting victims is not simulated yet: nodes where it would help are passed over.
// Upstream: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, framework/preemption/preemption.go.
import {
  type CycleState,
  type Handle,
  type NodeInfo,
  type PluginFactory,
  type Pod,
  type PostFilterResult,
  type Status,
  status,
} from '../contract.ts'
import { fitErrorText } from '../fit-error.ts'
import { type PodInfo, priorityOf } from '../node-info.ts'
import { NodeToStatus } from '../node-to-status.ts'

const noVictims = status('UnschedulableAndUnresolvable', 'No preemption victims found for incoming pod')
const notHelpful = status('UnschedulableAndUnresolvable', 'Preemption is not helpful for scheduling')

const refuse = (text: string): PostFilterResult => ({ status: status('Unschedulable', `preemption: ${text}`) })

/** DefaultPreemption. */
export const plugin: PluginFactory = {
  name: 'DefaultPreemption',
  create: (handle) => ({
    events: [{ resource: 'pods', actions: ['Delete'], hint: () => false }],
    postFilter(state, pod, refused) {
      const why = ineligible(handle, pod, refused)
      if (why !== undefined) return refuse(why)
      const nodes = handle.nodes()
      const tried = new NodeToStatus(notHelpful)
      for (const node of refused.nodesWith('Unschedulable', nodes)) {
        const outcome = tryWithoutLower(handle, state, pod, node)
        if (outcome !== undefined) tried.set(node.name, outcome)
      }
      return { ...refuse(fitErrorText({ nodes: nodes.length, refused: tried })), nominatedNodeName: '' }
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
function makesRoom({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  const condition = status.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler'
}

/** The node without all pods of lower priority: what still refuses it. */
function tryWithoutLower(handle: Handle, state: CycleState, pod: Pod, node: NodeInfo): Status | undefined {
  const lower: PodInfo[] = [...node.pods.values()].filter((other) => priorityOf(other.pod) < priorityOf(pod))
  if (lower.length === 0) return noVictims
  const trial = node.clone()
  const trialState = state.clone()
  for (const other of lower) {
    trial.removePod(other.uid)
    handle.runRemovePod(trialState, pod, other, trial)
  }
  return handle.runFilters(trialState, pod, trial)
}
