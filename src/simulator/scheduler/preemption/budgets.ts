// Which victims their disruption budgets protect. Upstream: filterPodsWithPDBViolation in
// pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go.
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import type { Pod, PodInfo } from '../contract.ts'
import { isEmpty, selectorOf } from '../selectors.ts'

/** Pods in their order, apart: those whose eviction a budget does not allow any more, and the others. */
export function splitByBudgets(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { violating: PodInfo[]; harmless: PodInfo[] } {
  const allowed = budgets.map(({ status }) => status.disruptionsAllowed)
  const violating: PodInfo[] = []
  const harmless: PodInfo[] = []
  for (const info of pods) {
    let violates = false
    for (const [i, budget] of budgets.entries()) {
      if (!protects(budget, info.pod)) continue
      allowed[i]!--
      if (allowed[i]! < 0) violates = true
    }
    if (violates) violating.push(info)
    else harmless.push(info)
  }
  return { violating, harmless }
}

function protects({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { namespace, labels, name = '' } = pod.metadata
  if (metadata.namespace !== namespace || labels === undefined || Object.keys(labels).length === 0) return false
  const selector = selectorOf(spec.selector)
  if (isEmpty(selector) || !selector.matches(labels)) return false
  return status.disruptedPods?.[name] === undefined
}
