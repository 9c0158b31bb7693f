// Which nodes a DaemonSet's pods belong on, and how its pods are bound to them by affinity and tolerations.
// Upstream: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod, util/daemonset_util.go.
import type { DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Affinity, Node, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../../generated/api/core.v1.ts'
import { matchesRequiredNodeAffinity } from '../../../model/node-affinity.ts'
import { blocksScheduling, findUntoleratedTaint } from '../../../model/taints.ts'

const NAME_FIELD = 'metadata.name'

const tolerated: readonly (readonly [key: string, effect: string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
]
const onHostNetwork = ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const

/** The template's tolerations, and those every daemon has. */
export function daemonTolerations({ tolerations, hostNetwork }: PodSpec): Toleration[] {
  let all = [...(tolerations ?? [])]
  for (const [key, effect] of hostNetwork === true ? [...tolerated, onHostNetwork] : tolerated) {
    const toleration: Toleration = { key, operator: 'Exists', effect }
    const isSame = (t: Toleration): boolean =>
      t.key === key && t.effect === effect && t.operator === 'Exists' && !t.value
    if (all.some(isSame)) all = all.map((t) => (isSame(t) ? toleration : t))
    else all.push(toleration)
  }
  return all
}

const INTEGER = /^[+-]?[0-9]+$/

/** The generation an annotation gives the template, as pods are labelled with it; undefined when it is no number of 64 bits. */
export function templateGeneration({ metadata }: DaemonSet): string | undefined {
  const text = metadata.annotations?.['deprecated.daemonset.template.generation']
  if (text === undefined || !INTEGER.test(text)) return undefined
  const generation = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, generation) === generation ? String(generation) : undefined
}

/** Whether a pod should be made on the node, and whether one that is there may stay. */
export function fits(set: DaemonSet, node: Node): { readonly run: boolean; readonly stay: boolean } {
  const spec = set.spec.template.spec!
  const no = { run: false, stay: false }
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return no
  if (!matchesRequiredNodeAffinity({ metadata: {}, spec, status: {} } as Pod, node)) return no
  const { taints } = node.spec
  if (!taints || taints.length === 0) return { run: true, stay: true }
  const tolerations = daemonTolerations(spec)
  if (findUntoleratedTaint(taints, tolerations, blocksScheduling) === undefined) return { run: true, stay: true }
  const evicts = findUntoleratedTaint(taints, tolerations, ({ effect }) => effect === 'NoExecute')
  return { run: false, stay: evicts === undefined }
}

/** The template of this revision's pods; `onNode` makes it one node's. */
export function daemonTemplate(set: DaemonSet, hash: string): PodTemplateSpec {
  const { template } = set.spec
  const generation = templateGeneration(set)
  const labels = {
    ...template.metadata?.labels,
    ...(generation === undefined ? {} : { 'pod-template-generation': generation }),
    'controller-revision-hash': hash,
  }
  const tolerations = daemonTolerations(template.spec!)
  return { metadata: { ...template.metadata, labels }, spec: { ...template.spec!, tolerations } }
}

/** The template for one node: scheduled by its name. */
export function onNode(template: PodTemplateSpec, node: string): PodTemplateSpec {
  const spec = template.spec!
  const { affinity } = spec
  const nodeSelectorTerms = [{ matchFields: [{ key: NAME_FIELD, operator: 'In', values: [node] }] }]
  const bound: Affinity = {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  }
  return { ...template, spec: { ...spec, affinity: bound } }
}

/** The node a pod is on or is meant for. */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  for (const { matchFields } of required?.nodeSelectorTerms ?? [])
    for (const { key, operator, values } of matchFields ?? [])
      if (key === NAME_FIELD && operator === 'In') return values?.length === 1 ? values[0] : undefined
  return undefined
}
