// Which pods stand behind a service, at which ports, and which changes of a pod its services must hear of.
// Upstream: staging/src/k8s.io/endpointslice/util/controller_utils.go, utils.go FindPort.
import type { Pod, Service, ServicePort } from '../../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { matchesSet } from '../../../../model/labels.ts'
import { isSidecar } from '../../../../model/pod-resources.ts'
import type { Lister } from '../../../api/types.ts'
import type { Informers } from '../../../client/informers.ts'

/** Whether the pod's Ready condition is True. */
export const isPodReady = ({ status }: Pod): boolean =>
  status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

/** Pods that are over or have no address yet have no place; those that are going only where `terminating` is asked for. */
export function shouldBeInEndpoints({ metadata, status }: Pod, terminating: boolean): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return false
  if (!status.podIP && !status.podIPs?.length) return false
  return terminating || metadata.deletionTimestamp === undefined
}

/** The hostname a pod has under a headless service: only where it names the service as its subdomain. */
export const hostnameOf = ({ metadata, spec }: Pod, service: Service): string | undefined =>
  spec.hostname && spec.subdomain === service.metadata.name && service.metadata.namespace === metadata.namespace
    ? spec.hostname
    : undefined

/** The number of the pod's port that a service's port leads to; undefined when no container has it by name. */
export function findPort({ spec }: Pod, { targetPort, protocol }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? 0
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? []).filter(isSidecar)]
  for (const { ports } of containers) {
    for (const port of ports ?? [])
      if (port.name === targetPort && port.protocol === protocol) return port.containerPort
  }
  return undefined
}

/** The pods a service selects, in order of their names. */
export const selectedPods = (lister: Lister, { metadata, spec }: Service): Pod[] =>
  lister.list<Pod>('pods', metadata.namespace).filter((pod) => matchesSet(spec.selector, pod.metadata.labels))

/** Endpoints are made for services that select pods and lead to them. */
export const hasOwnEndpoints = ({ spec }: Service): boolean =>
  spec.type !== 'ExternalName' && spec.selector !== undefined

/** IsServiceIPSet: neither headless nor without an address. */
export const hasServiceIP = ({ spec }: Service): boolean => spec.clusterIP !== 'None' && !!spec.clusterIP

/** Upstream compares the pointers to the times of deletion: every change of a pod that is going counts. */
const addressChanged = (pod: Pod, old: Pod): boolean =>
  pod.metadata.deletionTimestamp !== undefined ||
  old.metadata.deletionTimestamp !== undefined ||
  isPodReady(pod) !== isPodReady(old) ||
  (pod.status.podIPs !== old.status.podIPs && !deepEqual(pod.status.podIPs, old.status.podIPs))

const membershipChanged = (pod: Pod, old: Pod): boolean =>
  pod.spec.hostname !== old.spec.hostname ||
  pod.spec.subdomain !== old.spec.subdomain ||
  (pod.metadata.labels !== old.metadata.labels && !deepEqual(pod.metadata.labels ?? {}, old.metadata.labels ?? {}))

function servicesOf(lister: Lister, { metadata }: Pod): Set<string> {
  const keys = new Set<string>()
  for (const service of lister.list<Service>('services', metadata.namespace)) {
    const { selector } = service.spec
    if (selector !== undefined && matchesSet(selector, metadata.labels)) keys.add(keyOf(service))
  }
  return keys
}

/** `namespace/name`. */
export const keyOf = ({
  metadata,
}: {
  metadata: { namespace?: string | undefined; name?: string | undefined }
}): string => `${metadata.namespace}/${metadata.name}`

/** Calls `enqueue` with the services whose endpoints a pod's change concerns. */
export function hearPods(informers: Informers, lister: Lister, enqueue: (key: string) => void): void {
  const all = (pod: Pod): void => {
    for (const key of servicesOf(lister, pod)) enqueue(key)
  }
  informers.on<Pod>('pods', {
    add: all,
    delete: all,
    update(pod, old) {
      const addresses = addressChanged(pod, old)
      if (!membershipChanged(pod, old)) {
        if (addresses) all(pod)
        return
      }
      const before = servicesOf(lister, old)
      const after = servicesOf(lister, pod)
      for (const key of after) if (addresses || !before.has(key)) enqueue(key)
      for (const key of before) if (!after.has(key)) enqueue(key)
    },
  })
}
