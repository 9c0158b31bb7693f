// Features of its node a pod cannot run without. Upstream: component-helpers/nodedeclaredfeatures/features.
import type { Pod } from '../generated/api/core.v1.ts'

/** The features a pod's spec needs of its node. */
export function neededFeatures({ spec }: Pod): string[] {
  const needed: string[] = []
  const restartsAll = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].some((container) =>
    container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  )
  if (restartsAll) needed.push('RestartAllContainersOnContainerExits')
  if (spec.hostNetwork === true && spec.hostUsers === false) needed.push('UserNamespacesHostNetworkSupport')
  return needed
}
