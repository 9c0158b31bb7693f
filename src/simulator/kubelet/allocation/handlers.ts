// Why a node can never give a pod the resources it asks for: its system, swap, what a pod has of static managers for itself.
// Upstream: pkg/kubelet/allocation/{handlers,features_windows}.go, GetContainerSwapBehavior in
// pkg/kubelet/kuberuntime/kuberuntime_container_linux.go.
import type { Container, Pod } from '../../../generated/api/core.v1.ts'
import { qosClassOf } from '../../../model/pod-qos.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import { isCriticalPod } from '../critical-pods.ts'
import type { NodeContext } from '../node-context.ts'

/** What speaks for good against a pod getting what it asks for instead of what it has. */
export function infeasible(pod: Pod, allocated: Pod, node: NodeContext): string | undefined {
  if (node.node().status.nodeInfo.operatingSystem === 'windows')
    return 'In-place pod resize is not supported on Windows'
  return ofSwap(pod, allocated, node) ?? ofManagers(pod, allocated, node)
}

/** Memory that may be swapped is not counted anew. */
function ofSwap(pod: Pod, allocated: Pod, { settings }: NodeContext): string | undefined {
  if (settings.memorySwap.swapBehavior !== 'LimitedSwap') return undefined
  for (const container of containersOf(pod)) {
    const before = containersOf(allocated).find(({ name }) => name === container.name)
    if (before === undefined || memoryOf(before, 'requests') === memoryOf(container, 'requests')) continue
    if (restartsForMemory(before)) continue
    if (swaps(pod, container) || swaps(allocated, before))
      return 'In-place resize of containers with swap is not supported.'
  }
  return undefined
}

function restartsForMemory({ resizePolicy }: Container): boolean {
  const policy = resizePolicy?.find(({ resourceName }) => resourceName === 'memory')
  return policy?.restartPolicy === 'RestartContainer'
}

/** A container of a kubelet that lets some of them swap. */
function swaps(pod: Pod, container: Container): boolean {
  if (isCriticalPod(pod) || qosClassOf(pod) !== 'Burstable') return false
  return memoryOf(container, 'requests') !== memoryOf(container, 'limits')
}

function memoryOf({ resources }: Container, list: 'limits' | 'requests'): number {
  const amount = resources?.[list]?.['memory']
  return amount === undefined ? 0 : quantityValue(mustParseQuantity(amount))
}

/** What a Guaranteed pod has for itself of a static manager stays as it is. */
function ofManagers(pod: Pod, allocated: Pod, { settings, gates, containerManager }: NodeContext): string | undefined {
  if (qosClassOf(pod) !== 'Guaranteed' || !containerManager.managed) return undefined
  for (const [resource, manager, policy, gate] of [
    ['cpu', 'CPU Manager', settings.cpuManagerPolicy, 'InPlacePodVerticalScalingExclusiveCPUs'],
    ['memory', 'Memory Manager', settings.memoryManagerPolicy, 'InPlacePodVerticalScalingExclusiveMemory'],
  ] as const) {
    if (policy.toLowerCase() !== 'static' || gates.enabled(gate)) continue
    const before = containersOf(allocated)
    const changes = ({ name, resources }: Container): boolean =>
      before.find((each) => each.name === name)?.resources?.requests?.[resource] !== resources?.requests?.[resource]
    if (containersOf(pod).some(changes))
      return `Resize is infeasible for Guaranteed Pods alongside ${manager} policy "${policy}"`
  }
  return undefined
}

const containersOf = ({ spec }: Pod): Container[] => [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
