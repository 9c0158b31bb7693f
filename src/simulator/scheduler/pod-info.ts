// A pod with the figures the scheduler needs again and again. They are computed once for all versions of a pod that share
// what they come from: binding a pod, or writing its status, does not compute them anew.
// Upstream: PodInfo in pkg/scheduler/framework/types.go.
import type { ContainerStatus, Pod } from '../../generated/api/core.v1.ts'
import { type HostPort, hostPortsOf } from '../../model/host-ports.ts'
import { type AffinityTerms, affinityTermsOf } from './affinity-terms.ts'
import { defaultRequests, type Resources, requestsOf } from './resources.ts'

/** What does not change while spec and resizes stay the same. */
interface Figures {
  readonly requests: Resources
  /** Requests with defaults for containers that name nothing; only CPU and memory matter. */
  readonly filledRequests: Resources
  readonly hostPorts: readonly HostPort[]
  readonly terms: AffinityTerms
  /** Claims the pod names, as `namespace/name`. */
  readonly claims: readonly string[]
}

/** A version of a pod with its figures. */
export interface PodInfo extends Figures {
  readonly pod: Pod
  readonly uid: string
  readonly priority: number
  /** When it started, as the API writes it: such texts are in the order of time. */
  readonly startTime: string | undefined
}

const infos = new WeakMap<Pod, PodInfo>()
/** By the list of containers, which all versions of a pod share until its spec is written; with the version they came from. */
const figures = new WeakMap<object, { readonly from: Pod; readonly figures: Figures }>()

/** The figures of a pod. */
export function podInfoOf(pod: Pod): PodInfo {
  let info = infos.get(pod)
  if (info === undefined) {
    const { metadata, status } = pod
    info = { pod, uid: metadata.uid ?? '', priority: priorityOf(pod), startTime: status.startTime, ...figuresOf(pod) }
    infos.set(pod, info)
  }
  return info
}

function figuresOf(pod: Pod): Figures {
  const { containers } = pod.spec
  if (containers === null) return compute(pod)
  const known = figures.get(containers)
  if (known !== undefined && sameSource(known.from, pod)) return known.figures
  const fresh = compute(pod)
  figures.set(containers, { from: pod, figures: fresh })
  return fresh
}

function sameSource(a: Pod, b: Pod): boolean {
  return (
    a.metadata.uid === b.metadata.uid &&
    a.spec.initContainers === b.spec.initContainers &&
    a.spec.resources === b.spec.resources &&
    a.spec.overhead === b.spec.overhead &&
    a.spec.affinity === b.spec.affinity &&
    a.spec.volumes === b.spec.volumes &&
    !hasResources(a) &&
    !hasResources(b)
  )
}

/** True when what the kubelet reports may count for more than the spec. */
function hasResources({ status }: Pod): boolean {
  if (status.resources !== undefined || status.allocatedResources !== undefined) return true
  return some(status.containerStatuses) || some(status.initContainerStatuses)
}

const some = (list: readonly ContainerStatus[] | null | undefined): boolean =>
  list?.some((status) => status.resources !== undefined || status.allocatedResources !== undefined) === true

const noClaims: readonly string[] = []

function compute(pod: Pod): Figures {
  const claims = pod.spec.volumes
    ?.filter((volume) => volume.persistentVolumeClaim !== undefined)
    .map((volume) => `${pod.metadata.namespace}/${volume.persistentVolumeClaim?.claimName}`)
  return {
    requests: requestsOf(pod, { useStatus: true }),
    filledRequests: requestsOf(pod, { useStatus: true, missingRequests: defaultRequests }),
    hostPorts: hostPortsOf(pod),
    terms: affinityTermsOf(pod),
    claims: claims === undefined || claims.length === 0 ? noClaims : claims,
  }
}

/** Priority as the API has defaulted it. */
export const priorityOf = (pod: Pod): number => pod.spec.priority ?? 0
