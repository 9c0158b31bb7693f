// What only a Pod fills in, not a template: requests from limits, the pod's own resources, host ports, status twins.
// Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Pod), conversion.go (Convert_v1_Pod_To_core_Pod, …PodStatus…).
import type { Container, Pod, PodSpec, PodStatus } from '../../../../generated/api/core.v1.ts'
import { podLimits, podRequests } from '../../../../model/pod-resources.ts'
import { formatQuantity } from '../../../../model/quantity.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import { defaultPodSpec, dropInitContainerAnnotations } from '../../lib/pod-spec/defaults.ts'
import { defaultResourceList } from '../../lib/pod-spec/defaults-resources.ts'
import { isPodLevelResource } from '../../lib/pod-spec/resource-names.ts'
import { isHugePageResourceName, isOvercommitAllowed } from '../../lib/validation/resource-names.ts'

const CONTAINERS_ONLY = { skipPodLevel: true, excludeOverhead: true }

/** Fills in a pod. */
export function defaultPod(pod: Pod): void {
  const { spec, status } = pod
  dropInitContainerAnnotations(pod.metadata)
  if (spec.containers) for (const container of spec.containers) defaultRequests(container)
  if (spec.initContainers) for (const container of spec.initContainers) defaultRequests(container)
  if (spec.resources) {
    defaultHugePageLimits(pod)
    defaultPodRequests(pod)
  }
  spec.enableServiceLinks ??= true
  if (spec.hostNetwork) defaultHostPorts(spec)
  const grace = spec.terminationGracePeriodSeconds
  if (grace !== undefined && grace < 0) spec.terminationGracePeriodSeconds = 1
  defaultPodSpec(spec)
  if (status) defaultStatus(status)
}

function defaultRequests({ resources }: Container): void {
  const { limits } = resources
  if (limits === undefined) return
  const { requests } = resources
  if (requests !== undefined && Object.keys(limits).every((name) => name in requests)) return
  resources.requests = requests === undefined ? { ...limits } : sortedMap({ ...limits, ...requests })
}

/** The pod's limit of huge pages, where it has resources of its own, is what its containers may use. */
function defaultHugePageLimits(pod: Pod): void {
  const resources = pod.spec.resources!
  if (!resources.limits && !resources.requests) return
  const limits = { ...resources.limits }
  for (const [name, sum] of Object.entries(podLimits(pod, CONTAINERS_ONLY))) {
    if (isHugePageResourceName(name) && resources.requests?.[name] === undefined) limits[name] ??= formatQuantity(sum)
  }
  if (Object.keys(limits).length > 0) resources.limits = sortedMap(limits)
}

/** With limits of its own, a pod requests what its containers do, else what it may use. */
function defaultPodRequests(pod: Pod): void {
  const resources = pod.spec.resources!
  const { limits } = resources
  if (limits === undefined || Object.keys(limits).length === 0) return
  const requests = { ...resources.requests }
  for (const [name, sum] of Object.entries(podRequests(pod, CONTAINERS_ONLY))) {
    if (isPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= formatQuantity(sum)
  }
  for (const name in limits) if (isPodLevelResource(name)) requests[name] ??= limits[name]!
  if (Object.keys(requests).length > 0) resources.requests = sortedMap(requests)
}

function defaultHostPorts({ containers, initContainers }: PodSpec): void {
  for (const container of [...(containers ?? []), ...(initContainers ?? [])]) {
    for (const port of container.ports ?? []) if (port.containerPort !== 0) port.hostPort ||= port.containerPort
  }
}

function defaultStatus(status: PodStatus): void {
  const { podIP, podIPs } = status
  if (podIP && podIPs?.[0]?.ip !== podIP) status.podIPs = [{ ip: podIP }]
  else if (podIPs?.[0]) status.podIP = podIPs[0].ip
  for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'] as const) {
    for (const { allocatedResources, resources } of status[list] ?? []) {
      defaultResourceList(allocatedResources)
      defaultResourceList(resources?.limits)
      defaultResourceList(resources?.requests)
    }
  }
  defaultResourceList(status.allocatedResources)
  defaultResourceList(status.resources?.limits)
  defaultResourceList(status.resources?.requests)
}
