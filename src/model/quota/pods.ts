// What pods use of quotas: requests and limits until they are over, and their number.
// Upstream: pkg/quota/v1/evaluator/core/pods.go.
import type { Container, Pod, PodAffinityTerm, ScopedResourceSelectorRequirement } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../deep-equal.ts'
import { qosClassOf } from '../pod-qos.ts'
import { hasPodLevelResources, podLimits, podRequests } from '../pod-resources.ts'
import { addQuantities, type Quantities, quantitiesOf } from '../resource-list.ts'
import { parseTime } from '../time.ts'
import { matchesScopeValue, ONE, type QuotaEvaluator } from './evaluator.ts'

const COUNT = 'count/pods'
const PREFIX = 'requests.'
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'] as const
const NAMES: ReadonlySet<string> = new Set([
  COUNT,
  'pods',
  ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
])
/** What every container must state when a quota limits it. */
const REQUIRED: ReadonlySet<string> = new Set(
  ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
)

const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
const isExtended = (name: string): boolean => !isNative(name) && !name.startsWith(PREFIX)
const IMPLICIT_CLASS = 'deviceclass.resource.kubernetes.io/'

const isExtendedForQuota = (name: string): boolean =>
  name.startsWith(PREFIX) && (!isNative(name) || name.startsWith(PREFIX + IMPLICIT_CLASS))

/** Whether the pod has a deadline. */
const isTerminating = ({ spec }: Pod): boolean => (spec.activeDeadlineSeconds ?? -1) >= 0

/** Pods that are over, or should be by now, use nothing but their place. */
export function isCounted({ metadata, status }: Pod, now: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true
  return now <= parseTime(deletionTimestamp ?? '') + deletionGracePeriodSeconds * 1000
}

function computeUsage(requests: Quantities, limits: Quantities): Quantities {
  const result: Quantities = { pods: ONE }
  for (const name of COMPUTE) {
    const request = requests[name]
    const limit = limits[name]
    if (request !== undefined) result[name] = result[PREFIX + name] = request
    if (limit !== undefined) result[`limits.${name}`] = limit
  }
  for (const name in requests) {
    const huge = name.startsWith('hugepages-')
    if (huge) result[name] = requests[name]!
    if (huge || isExtended(name) || name.startsWith(IMPLICIT_CLASS)) result[PREFIX + name] = requests[name]!
  }
  return result
}

const ofContainer = ({ resources }: Container): Quantities =>
  computeUsage(quantitiesOf(resources?.requests), quantitiesOf(resources?.limits))

function usage(pod: Pod, now: number): Quantities {
  const result: Quantities = { [COUNT]: ONE }
  if (!isCounted(pod, now)) return result
  addQuantities(result, computeUsage(podRequests(pod, { useStatus: true }), podLimits(pod, { useStatus: true })))
  return result
}

function constraints(required: readonly string[], pod: Pod): string | undefined {
  if (hasPodLevelResources(pod)) return undefined
  const wanted = required.filter((name) => REQUIRED.has(name))
  if (wanted.length === 0) return undefined
  const missing = new Map<string, Set<string>>()
  for (const container of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) {
    const stated = ofContainer(container)
    for (const name of wanted)
      if (stated[name] === undefined) missing.set(name, (missing.get(name) ?? new Set()).add(container.name))
  }
  if (missing.size === 0) return undefined
  const texts = [...missing.keys()].sort().map((name) => `${name} for: ${[...missing.get(name)!].sort().join(',')}`)
  return `must specify ${texts.join('; ')}`
}

function matchesScope(selector: ScopedResourceSelectorRequirement, pod: Pod): boolean {
  switch (selector.scopeName) {
    case 'Terminating':
      return isTerminating(pod)
    case 'NotTerminating':
      return !isTerminating(pod)
    case 'BestEffort':
      return qosClassOf(pod) === 'BestEffort'
    case 'NotBestEffort':
      return qosClassOf(pod) !== 'BestEffort'
    case 'PriorityClass':
      return matchesScopeValue(selector, pod.spec.priorityClassName || undefined)
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod)
    default:
      return false
  }
}

function crossesNamespaces({ spec }: Pod): boolean {
  const crosses = ({ namespaces, namespaceSelector }: PodAffinityTerm): boolean =>
    (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined
  return [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].some(
    (affinity) =>
      affinity?.requiredDuringSchedulingIgnoredDuringExecution?.some(crosses) ||
      affinity?.preferredDuringSchedulingIgnoredDuringExecution?.some(({ podAffinityTerm }) =>
        crosses(podAffinityTerm),
      ),
  )
}

function resized(pod: Pod, old: Pod): boolean {
  const before = [...(old.status?.containerStatuses ?? []), ...(old.status?.initContainerStatuses ?? [])]
  if (before.length === 0 || pod.status === old.status) return false
  const after = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
  return before.some(({ name, resources }) => {
    const now = after.find((status) => status.name === name)
    return now !== undefined && !deepEqual(now.resources, resources)
  })
}

/** The rules of pods. */
export const podQuota: QuotaEvaluator<Pod> = {
  resource: 'pods',
  matchingResources: (names) =>
    names.filter(
      (name) =>
        NAMES.has(name) ||
        name.startsWith('hugepages-') ||
        name.startsWith('requests.hugepages-') ||
        isExtendedForQuota(name),
    ),
  handles({ operation, subresource, object, old }) {
    if (subresource === 'resize') return operation === 'UPDATE'
    if (subresource !== '') return false
    return operation === 'CREATE' || (old !== undefined && isTerminating(old) !== isTerminating(object))
  },
  frees: (pod, old) =>
    resized(pod, old) ||
    isTerminating(pod) !== isTerminating(old) ||
    (pod.status?.phase !== old.status?.phase && isCounted(old, 0) && !isCounted(pod, 0)),
  matchesScope,
  usage,
  constraints,
}
