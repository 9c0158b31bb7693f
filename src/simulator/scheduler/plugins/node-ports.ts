// Refuses nodes on which one of the pod's host ports is taken.
// Upstream: pkg/scheduler/framework/plugins/nodeports/node_ports.go.

import { hostPortsOf, UsedPorts } from '../../../model/host-ports.ts'
import { type PluginFactory, type Pod, skip, status } from '../contract.ts'
import { podInfoOf } from '../node-info.ts'

const refused = status('Unschedulable', "node(s) didn't have free ports for the requested pod ports")

/** NodePorts. */
export const plugin: PluginFactory = {
  name: 'NodePorts',
  create: () => ({
    events: [
      { resource: 'pods', actions: ['Delete'], hint: (pod, previous) => frees(previous as Pod, pod) },
      { resource: 'nodes', actions: ['Add'] },
    ],
    preFilter: (_state, pod) => (podInfoOf(pod).hostPorts.length === 0 ? { status: skip } : undefined),
    filter: (_state, pod, node) =>
      podInfoOf(pod).hostPorts.some((port) => node.usedPorts.conflicts(port)) ? refused : undefined,
  }),
}

/** True when a deleted pod gave up a port another one wants. */
function frees(deleted: Pod, pod: Pod): boolean {
  if (!deleted.spec.nodeName && !deleted.status.nominatedNodeName) return false
  const freed = new UsedPorts()
  for (const port of hostPortsOf(deleted)) freed.add(port)
  return hostPortsOf(pod).some((port) => freed.conflicts(port))
}
