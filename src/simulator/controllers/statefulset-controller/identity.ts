// Who a pod of a StatefulSet is: its ordinal, name, labels and claims. Upstream: pkg/controller/statefulset/stateful_set_utils.go.
import type { StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from '../../../generated/api/core.v1.ts'
import { podFromTemplate } from '../lib/pod-control.ts'

/** The revision a pod is of. */
export const REVISION_LABEL = 'controller-revision-hash'
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name'
const INDEX_LABEL = 'apps.kubernetes.io/pod-index'
const ORDINAL = /^(.*)-([0-9]+)$/s
const MAX_INT32 = 2147483647

function parentAndOrdinal({ metadata }: Pod): readonly [parent: string, ordinal: number] {
  const match = ORDINAL.exec(metadata.name ?? '')
  if (match === null) return ['', -1]
  const ordinal = Number(match[2])
  return [match[1]!, ordinal > MAX_INT32 ? -1 : ordinal]
}

/** The number at the end of the pod's name; -1 when there is none. */
export const ordinalOf = (pod: Pod): number => parentAndOrdinal(pod)[1]

/** Whether the pod's name is one of the set's. */
export const isMemberOf = ({ metadata }: StatefulSet, pod: Pod): boolean => parentAndOrdinal(pod)[0] === metadata.name

/** The first ordinal. */
export const startOrdinal = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0

/** Whether the set wants a pod of this ordinal. */
export function isInRange(pod: Pod, set: StatefulSet): boolean {
  const index = ordinalOf(pod) - startOrdinal(set)
  return index >= 0 && index < (set.spec.replicas ?? 1)
}

/** The revision a pod was made from. */
export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[REVISION_LABEL] ?? ''

/** The name of a pod's claim for one of the templates. */
export const claimName = ({ metadata }: StatefulSet, template: string, ordinal: number): string =>
  `${template}-${metadata.name}-${ordinal}`

/** The claims a pod has, by the template's name. */
export function claimsOf({ metadata, spec }: StatefulSet, ordinal: number): ReadonlyMap<string, PersistentVolumeClaim> {
  const claims = new Map<string, PersistentVolumeClaim>()
  for (const template of spec.volumeClaimTemplates ?? []) {
    const { name = '', labels, annotations, finalizers } = template.metadata
    claims.set(name, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: `${name}-${metadata.name}-${ordinal}`,
        namespace: metadata.namespace,
        labels: { ...labels, ...spec.selector?.matchLabels },
        ...(annotations ? { annotations } : {}),
        ...(finalizers ? { finalizers } : {}),
      },
      spec: template.spec,
      status: {},
    })
  }
  return claims
}

/** Whether name and labels are as they should be. */
export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod)
  return ordinal >= 0 && isMemberOf(set, pod) && pod.metadata.labels?.[NAME_LABEL] === pod.metadata.name
}

/** Whether the pod's volumes are its claims. */
export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod)
  if (ordinal < 0) return false
  return (set.spec.volumeClaimTemplates ?? []).every(({ metadata }) => {
    const volume = pod.spec.volumes?.find(({ name }) => name === metadata.name)
    return volume?.persistentVolumeClaim?.claimName === claimName(set, metadata.name ?? '', ordinal)
  })
}

/** The pod with its name, labels and volumes put right. */
export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(pod)
  const name = `${set.metadata.name}-${ordinal}`
  const labels = { ...pod.metadata.labels, [NAME_LABEL]: name, [INDEX_LABEL]: String(ordinal) }
  return {
    ...pod,
    metadata: { ...pod.metadata, name, labels },
    spec: { ...pod.spec, volumes: volumesOf(set, pod, ordinal) },
  }
}

function volumesOf(set: StatefulSet, { spec }: Pod, ordinal: number): Volume[] {
  const claims = claimsOf(set, ordinal)
  const own = [...claims].map(([name, { metadata }]) => ({
    name,
    persistentVolumeClaim: { claimName: metadata.name ?? '' },
  }))
  return [...own, ...(spec.volumes ?? []).filter(({ name }) => !claims.has(name))]
}

/** A pod that is to be made. */
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const pod = podFromTemplate(template, set)
  const name = `${set.metadata.name}-${ordinal}`
  const { generateName: _, ...metadata } = pod.metadata
  const labels = { ...metadata.labels, [REVISION_LABEL]: revision }
  const { volumes = [], ...spec } = template.spec!
  const named = {
    ...pod,
    metadata: { generateName: `${set.metadata.name}-`, ...metadata, name, labels },
    spec: {
      ...spec,
      ...(volumes === null ? {} : { volumes }),
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
    },
  }
  const whole = withIdentity(set, named)
  return whole.spec.volumes?.length === 0 ? { ...whole, spec: { ...named.spec, volumes: undefined } } : whole
}
