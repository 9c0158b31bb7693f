// PodTopologyLabels: pods get the zone and the region of the node they are bound to as labels.
// Upstream: plugin/pkg/admission/podtopologylabels/admission.go.
import type { Binding, Node, Pod } from '../../generated/api/core.v1.ts'
import type { AdmissionContext, AdmissionPlugin } from './contract.ts'

const LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'] as const

/** The PodTopologyLabels plugin. */
export const plugin: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource.key === 'pods' && (subresource === '' || subresource === 'binding'),
  admit({ subresource, object }, context) {
    const node = subresource === 'binding' ? target(object as unknown as Binding) : (object as Pod).spec.nodeName
    if (!node || !context.gates.enabled('PodTopologyLabelsAdmission')) return
    const labels = topologyOf(node, context)
    const { metadata } = object!
    if (labels !== undefined) metadata.labels = { ...metadata.labels, ...labels }
  },
}

const target = ({ target: { kind, name } }: Binding): string => (kind === 'Node' ? (name ?? '') : '')

function topologyOf(name: string, { lister }: AdmissionContext): Record<string, string> | undefined {
  const own = lister.get<Node>('nodes', '', name)?.metadata.labels
  if (own === undefined) return undefined
  let found: Record<string, string> | undefined
  for (const label of LABELS) {
    const value = own[label]
    if (value === undefined) continue
    found ??= {}
    found[label] = value
  }
  return found
}
