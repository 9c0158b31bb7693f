// How many CPUs a container or pod is to have for itself: whole ones, in Guaranteed pods only.
// Upstream: guaranteedCPUs, podGuaranteedCPUs in pkg/kubelet/cm/cpumanager/policy_static.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { qosClassOf } from '../../../../model/pod-qos.ts'
import { hasPodLevelResources, isSidecar } from '../../../../model/pod-resources.ts'
import { mustParseQuantity, quantityMilliValue, quantityValue } from '../../../../model/quantity.ts'

/** Of one container. */
export function guaranteedCpus(pod: Pod, container: Container): number {
  if (qosClassOf(pod) !== 'Guaranteed') return 0
  const request = container.resources?.requests?.['cpu']
  if (request === undefined) return 0
  const quantity = mustParseQuantity(request)
  const cpus = quantityValue(quantity)
  return cpus * 1000 === quantityMilliValue(quantity) ? cpus : 0
}

/** Of all containers of a pod that run together. */
export function podGuaranteedCpus(pod: Pod): number {
  let init = 0
  let sidecars = 0
  for (const container of pod.spec.initContainers ?? []) {
    const cpus = guaranteedCpus(pod, container)
    if (isSidecar(container)) sidecars += cpus
    else init = Math.max(init, sidecars + cpus)
  }
  let apps = 0
  for (const container of pod.spec.containers ?? []) apps += guaranteedCpus(pod, container)
  return Math.max(init, apps + sidecars)
}

/** Pods with resources of their own as a whole get no CPUs for themselves: the gate PodLevelResourceManagers is alpha. */
export const isLeftOut = (pod: Pod): boolean => hasPodLevelResources(pod)
