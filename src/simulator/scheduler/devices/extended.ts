// Extended resources that device classes serve: what a pod's containers ask for becomes the requests of one claim, made for the
// pod on the node it goes to; and the mappings that tell each container which request is its own.
// Upstream: createRequestsAndMappings in pkg/scheduler/framework/plugins/dynamicresources/extendeddynamicresources.go.
import type { Container, ContainerExtendedResourceRequest } from '../../../generated/api/core.v1.ts'
import type { DeviceRequest, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { isSidecar } from '../../../model/pod-resources.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { Lister } from '../../api/types.ts'
import type { NodeInfo, Pod } from '../contract.ts'
import { requestsOf as resourcesOf } from '../resources.ts'
import { classOfResource, isServedByDevices, mayBeDevice } from './classes.ts'

const ANNOTATION = 'resource.kubernetes.io/extended-resource-claim'

/** The claim before it is written; no claim can be called so. */
export const UNWRITTEN = '<extended-resources>'

/** Amounts of what a pod asks for beyond CPU and memory. */
type Amounts = ReadonlyMap<string, number>

/** What a pod gets of its extended resources from devices on one node. */
export interface NodeClaim {
  readonly requests: DeviceRequest[]
  readonly mappings: ContainerExtendedResourceRequest[]
}

const nothing: Amounts = new Map()

/** What a pod asks for, when a device class serves any of it. */
export function extendedResources(lister: Lister, pod: Pod): Amounts | undefined {
  const { scalars = nothing } = resourcesOf(pod)
  for (const [name, amount] of scalars)
    if (amount !== 0 && mayBeDevice(name) && classOfResource(lister, name) !== undefined) return scalars
  return undefined
}

/** The claim that was made for the pod in an attempt before; else one that is not written yet. */
export function extendedClaim(lister: Lister, pod: Pod, uid: string): ResourceClaim {
  const { name = '', namespace, uid: podUid = '' } = pod.metadata
  const known = lister
    .list<ResourceClaim>('resourceclaims.resource.k8s.io')
    .find(
      ({ metadata }) =>
        metadata.annotations?.[ANNOTATION] === 'true' &&
        metadata.ownerReferences?.some((owner) => owner.name === name && owner.controller && owner.uid === podUid),
    )
  if (known !== undefined) return known
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    metadata: {
      namespace,
      name: UNWRITTEN,
      uid,
      generateName: `${name}-extended-resources-`,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid: podUid, controller: true }],
      annotations: { [ANNOTATION]: 'true' },
    },
    spec: { devices: { requests: null } },
    status: {},
  }
}

/** The resources a node leaves to devices; or why it can serve them in no way. */
export function leftToDevices(lister: Lister, amounts: Amounts, { allocatable }: NodeInfo): string[] | 'cannot fit' {
  const names: string[] = []
  for (const [name, amount] of amounts) {
    if (amount === 0 || !mayBeDevice(name)) continue
    const own = allocatable.scalars?.get(name)
    if (isServedByDevices(lister, name, own ?? 0)) names.push(name)
    else if (own === undefined) return 'cannot fit'
  }
  return names.sort()
}

/** The requests for resources by name. */
export function nodeClaim(lister: Lister, { spec }: Pod, names: readonly string[]): NodeClaim {
  const init = spec.initContainers ?? []
  const containers = [...init, ...(spec.containers ?? [])]
  const requests: DeviceRequest[] = []
  const mappings: ContainerExtendedResourceRequest[] = []
  for (const name of names) {
    const served = classOfResource(lister, name)
    if (served === undefined) continue
    const isShort = (container: Container, i: number): boolean => i < init.length && !isSidecar(container)
    const made = forResource(containers, isShort, name, served.metadata.name ?? '')
    requests.push(...made.requests)
    mappings.push(...made.mappings)
  }
  return { requests: requests.sort((a, b) => (a.name < b.name ? -1 : 1)), mappings }
}

/** Init containers use what later containers ask for anyway; of what they need beyond it the largest counts. */
function forResource(
  containers: readonly Container[],
  isShort: (container: Container, i: number) => boolean,
  name: string,
  className: string,
): NodeClaim {
  const lasting: (DeviceRequest | undefined)[] = []
  const long: ContainerExtendedResourceRequest[] = []
  for (const [i, container] of containers.entries()) {
    const asked = isShort(container, i) ? undefined : forContainer(i, container, name, className, [])
    lasting[i] = asked?.request
    long.push(...(asked?.mappings ?? []))
  }
  let largest: DeviceRequest | undefined
  const passing = new Set<string>()
  const short: ContainerExtendedResourceRequest[] = []
  for (const [i, container] of containers.entries()) {
    if (!isShort(container, i)) continue
    const { request, mappings } = forContainer(i, container, name, className, lasting.slice(i))
    short.push(...mappings)
    if (request === undefined) continue
    passing.add(request.name)
    if (largest === undefined || countOf(largest) < countOf(request)) largest = request
  }
  const chosen = largest?.name
  return {
    requests: [largest, ...lasting].flatMap((request) => request ?? []),
    mappings: [
      ...long,
      ...short.map((each) =>
        chosen !== undefined && passing.has(each.requestName) ? { ...each, requestName: chosen } : each,
      ),
    ],
  }
}

interface Asked {
  readonly request?: DeviceRequest
  readonly mappings: readonly ContainerExtendedResourceRequest[]
}

const countOf = ({ exactly }: DeviceRequest): number => exactly?.count ?? 0

function forContainer(
  index: number,
  { name: containerName, resources }: Container,
  resourceName: string,
  deviceClassName: string,
  reusable: readonly (DeviceRequest | undefined)[],
): Asked {
  const amounts = resources?.requests ?? {}
  const wanted = quantityValue(mustParseQuantity(amounts[resourceName] ?? '0'))
  if (wanted === 0) return { mappings: [] }
  const mappings: ContainerExtendedResourceRequest[] = []
  let had = 0
  for (const request of reusable) {
    if (request === undefined) continue
    had += countOf(request)
    mappings.push({ containerName, resourceName, requestName: request.name })
    if (had >= wanted) return { mappings }
  }
  const requestName = `container-${index}-request-${Object.keys(amounts).sort().indexOf(resourceName)}`
  mappings.push({ containerName, resourceName, requestName })
  const exactly = { deviceClassName, allocationMode: 'ExactCount', count: wanted - had }
  return { request: { name: requestName, exactly }, mappings }
}
