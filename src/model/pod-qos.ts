// The quality of service class of a pod. Upstream: pkg/apis/core/v1/helper/qos/qos.go.
import type { Pod, ResourceRequirements } from '../generated/api/core.v1.ts'
import { compareQuantity, type Quantity, sign } from './quantity.ts'
import { addQuantities, type Quantities, quantitiesOf, type ResourceList } from './resource-list.ts'

/** The classes, from best protected to least. */
export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** The class from the status where it stands there, else computed. */
export function qosClassOf(pod: Pod): QosClass {
  const known = pod.status?.qosClass
  return known !== undefined && known !== '' ? (known as QosClass) : computeQosClass(pod)
}

/** The class by the pod's requests and limits; ephemeral containers do not count. */
export function computeQosClass(pod: Pod): QosClass {
  const { spec } = pod
  const requests: Quantities = {}
  const limits: Quantities = {}
  let guaranteed = true
  const count = (resources: ResourceRequirements | undefined) => {
    addQuantities(requests, computeResources(resources?.requests))
    const limited = computeResources(resources?.limits)
    addQuantities(limits, limited)
    return limited['cpu'] !== undefined && limited['memory'] !== undefined
  }
  if (spec?.resources !== undefined) {
    const complete = count(spec.resources)
    if (Object.keys(spec.resources.limits ?? {}).length > 0) guaranteed = complete
  } else
    for (const container of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])])
      if (!count(container.resources)) guaranteed = false
  const asked = Object.keys(requests)
  const limited = Object.keys(limits)
  if (asked.length === 0 && limited.length === 0) return 'BestEffort'
  const equal = asked.every((name) => {
    const limit = limits[name]
    return limit !== undefined && compareQuantity(limit, requests[name] as Quantity) === 0
  })
  return guaranteed && equal && asked.length === limited.length ? 'Guaranteed' : 'Burstable'
}

/** The cpu and memory of a list that are more than zero. */
function computeResources(list: ResourceList | undefined): Quantities {
  const all = quantitiesOf(list)
  const counted: Quantities = {}
  for (const name of ['cpu', 'memory']) {
    const quantity = all[name]
    if (quantity !== undefined && sign(quantity) === 1) counted[name] = quantity
  }
  return counted
}
