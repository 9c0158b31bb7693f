// Refuses cordoned nodes, unless the pod tolerates their taint.
// Upstream: pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go.
import type { Taint } from '../../../generated/api/core.v1.ts'
import { toleratesTaint } from '../../../model/taints.ts'
import { type Node, type PluginFactory, type Pod, status } from '../contract.ts'

const cordoned: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
const refused = status('UnschedulableAndUnresolvable', 'node(s) were unschedulable')

/** NodeUnschedulable. */
export const plugin: PluginFactory = {
  name: 'NodeUnschedulable',
  create: () => ({
    events: [
      {
        resource: 'nodes',
        actions: ['Add', 'UpdateNodeTaint'],
        hint: (_pod, previous, next) =>
          (previous === undefined || (previous as Node).spec.unschedulable === true) &&
          (next as Node).spec.unschedulable !== true,
      },
      {
        resource: 'pods',
        actions: ['UpdatePodToleration'],
        hint: (pod, _previous, next) =>
          pod.metadata.uid === next?.metadata.uid && toleratesTaint((next as Pod).spec.tolerations, cordoned),
      },
    ],
    filter: (_state, pod, { node }) =>
      node.spec.unschedulable === true && !toleratesTaint(pod.spec.tolerations, cordoned) ? refused : undefined,
  }),
}
