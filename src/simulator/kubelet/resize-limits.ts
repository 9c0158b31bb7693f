// Memory limits that are to shrink: not below what is in use. Upstream: validateMemoryResizeAction in
// pkg/kubelet/kuberuntime/kuberuntime_manager.go; the limit of a pod is that of pkg/kubelet/cm/helpers_linux.go.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { numericResources, podLimits } from '../../model/pod-resources.ts'
import { mustParseQuantity, quantityValue } from '../../model/quantity.ts'
import type { ContainerInstance } from './runtime.ts'

/** What the kubelet knows of the containers when it acts. */
export interface ResizeFacts {
  running(name: string): ContainerInstance | undefined
  /** Bytes in use: of a container, or of the whole pod. */
  memory(name?: string): number
}

/** What speaks against giving a pod the memory limits it is to have: `pod` is as it shall be, `before` as it is. */
export function shortfall(pod: Pod, before: Pod, facts: ResizeFacts): string | undefined {
  const old = new Map(containersOf(before).map((container) => [container.name, container]))
  const changed = containersOf(pod).some(({ name, resources }) => {
    const had = old.get(name)?.resources
    return (
      had?.limits?.['memory'] !== resources?.limits?.['memory'] ||
      had?.requests?.['memory'] !== resources?.requests?.['memory']
    )
  })
  if (!changed) return undefined
  const errors: string[] = []
  const inUse = facts.memory()
  const limit = podLimit(pod)
  if (limit < podLimit(before) && inUse >= limit)
    errors.push(`attempting to set pod memory limit (${limit}) below current usage (${inUse})`)
  for (const container of containersOf(pod)) {
    const { name } = container
    if (facts.running(name) === undefined || restartsForMemory(container)) continue
    const own = limitOf(container)
    if (own < limitOf(old.get(name)) && facts.memory(name) >= own)
      errors.push(`attempting to set container "${name}" memory limit (${own}) below current usage (${inUse})`)
  }
  if (errors.length === 0) return undefined
  return `cannot decrease memory limits: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}`
}

const containersOf = ({ spec }: Pod): Container[] => [...(spec.containers ?? []), ...(spec.initContainers ?? [])]

const restartsForMemory = ({ resizePolicy }: Container): boolean =>
  resizePolicy?.some((each) => each.resourceName === 'memory' && each.restartPolicy === 'RestartContainer') === true

function limitOf(of: Pick<Container, 'resources'> | undefined): number {
  const limit = of?.resources?.limits?.['memory']
  return limit === undefined ? Number.POSITIVE_INFINITY : quantityValue(mustParseQuantity(limit))
}

/** A pod has a limit of its own, or when all its containers have one. */
function podLimit(pod: Pod): number {
  const own = pod.spec.resources?.limits?.['memory'] !== undefined
  const limited = own || containersOf(pod).every((container) => limitOf(container) < Number.POSITIVE_INFINITY)
  return limited ? numericResources(podLimits(pod)).memory : Number.POSITIVE_INFINITY
}
