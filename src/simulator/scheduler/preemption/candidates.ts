// Which nodes could take a pod if pods of lower priority went, and which pods those would be: all are taken off a copy of the
// node, then as many as possible put back, the most important and those that disruption budgets protect first.
// Upstream: DryRunPreemption in pkg/scheduler/framework/preemption/preemption.go and SelectVictimsOnNode in
// pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go.
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import {
  type CycleState,
  type Handle,
  type NodeInfo,
  type Pod,
  type PodInfo,
  type Status,
  status,
} from '../contract.ts'
import { priorityOf } from '../node-info.ts'
import { NodeToStatus } from '../node-to-status.ts'
import { splitByBudgets } from './budgets.ts'
import { byImportance } from './importance.ts'

const noVictims = status('UnschedulableAndUnresolvable', 'No preemption victims found for incoming pod')
const notHelpful = status('UnschedulableAndUnresolvable', 'Preemption is not helpful for scheduling')

/** A node with the pods that would have to go. */
export interface Candidate {
  readonly node: NodeInfo
  /** Most important first; never empty. */
  readonly victims: readonly PodInfo[]
  /** Victims whose disruption budgets do not allow it. */
  readonly violations: number
}

/** How many candidates are enough: a share of the nodes, but at least so many. */
export interface CandidateLimits {
  readonly percentage: number
  readonly absolute: number
}

/** The candidates, and why the other nodes are none. */
export interface DryRun {
  readonly candidates: readonly Candidate[]
  readonly refusals: NodeToStatus
  /** Something went wrong on some node. */
  readonly error?: Status
}

/** Tries preemption on the nodes where it may help, starting anywhere, until there are enough candidates. */
export function dryRun(
  handle: Handle,
  state: CycleState,
  pod: Pod,
  refused: NodeToStatus,
  { percentage, absolute }: CandidateLimits,
): DryRun {
  const nodes = refused.nodesWith('Unschedulable', handle.nodes())
  const refusals = new NodeToStatus(notHelpful)
  if (nodes.length === 0) return { candidates: [], refusals }
  const budgets = handle.client.lister.list<PodDisruptionBudget>('poddisruptionbudgets.policy')
  const enough = Math.min(Math.max(Math.trunc((nodes.length * percentage) / 100), absolute), nodes.length)
  const offset = handle.environment.random.int(nodes.length)
  const harmless: Candidate[] = []
  const violating: Candidate[] = []
  let error: Status | undefined
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(offset + i) % nodes.length]!
    const outcome = victimsOn(handle, state.clone(), pod, node, budgets)
    if ('code' in outcome) {
      refusals.set(node.name, outcome)
      if (outcome.code === 'Error') error ??= outcome
      continue
    }
    if (outcome.violations === 0) harmless.push(outcome)
    else violating.push(outcome)
    if (harmless.length > 0 && harmless.length + violating.length >= enough) break
  }
  return { candidates: [...harmless, ...violating], refusals, ...(error === undefined ? {} : { error }) }
}

/** The fewest pods that must leave a node, or what refuses the pod even without them. */
function victimsOn(
  handle: Handle,
  state: CycleState,
  pod: Pod,
  node: NodeInfo,
  budgets: readonly PodDisruptionBudget[],
): Candidate | Status {
  const priority = priorityOf(pod)
  const lower: PodInfo[] = []
  for (const other of node.pods.values()) if (other.priority < priority) lower.push(other)
  if (lower.length === 0) return noVictims
  const trial = node.clone()
  const remove = (other: PodInfo): void => {
    trial.removePod(other.uid)
    handle.runRemovePod(state, pod, other, trial)
  }
  for (const other of lower) remove(other)
  const refusal = handle.runFilters(state, pod, trial)
  if (refusal !== undefined) return refusal
  const { violating, harmless } = splitByBudgets(byImportance(lower), budgets)
  const victims: PodInfo[] = []
  const mustGo = (other: PodInfo): boolean => {
    trial.addPod(other)
    handle.runAddPod(state, pod, other, trial)
    if (handle.runFilters(state, pod, trial) === undefined) return false
    remove(other)
    victims.push(other)
    return true
  }
  const violations = violating.filter(mustGo).length
  for (const other of harmless) mustGo(other)
  const mixed = violating.length > 0 && harmless.length > 0
  const ordered = mixed ? byImportance(victims) : victims
  if (ordered.length === 0) return status('Error', `expected at least one victim pod on node "${node.name}"`)
  return { node, victims: ordered, violations }
}
