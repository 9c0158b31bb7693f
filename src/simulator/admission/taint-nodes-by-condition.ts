// TaintNodesByCondition: a new node is not ready until the node controller says so.
// Upstream: plugin/pkg/admission/nodetaint/admission.go.
import type { Node } from '../../generated/api/core.v1.ts'
import type { AdmissionPlugin } from './contract.ts'

const KEY = 'node.kubernetes.io/not-ready'
const EFFECT = 'NoSchedule'

/** The TaintNodesByCondition plugin. */
export const plugin: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource.key === 'nodes' && subresource === '',
  admit({ object }) {
    const { spec } = object as Node
    if (spec.taints?.some(({ key, effect }) => key === KEY && effect === EFFECT)) return
    spec.taints = [...(spec.taints ?? []), { key: KEY, effect: EFFECT }]
  },
}
