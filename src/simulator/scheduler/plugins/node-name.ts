// Refuses all nodes but the one the pod names.
// Upstream: pkg/scheduler/framework/plugins/nodename/node_name.go.
import { type PluginFactory, status } from '../contract.ts'

const refused = status('UnschedulableAndUnresolvable', "node(s) didn't match the requested node name")

/** NodeName. */
export const plugin: PluginFactory = {
  name: 'NodeName',
  create: () => ({
    events: [{ resource: 'nodes', actions: ['Add'] }],
    filter: (_state, pod, node) => (pod.spec.nodeName && pod.spec.nodeName !== node.name ? refused : undefined),
  }),
}
