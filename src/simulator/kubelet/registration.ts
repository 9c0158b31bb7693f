// A kubelet creates its Node, or finds the one that is there. Upstream: registerWithAPIServer in pkg/kubelet/kubelet_node_status.go.
import type { Node } from '../../generated/api/core.v1.ts'
import type { Client } from '../client/client.ts'
import type { Environment } from '../client/environment.ts'
import { ensureCsiNode } from './csi-node.ts'

/** The Node as it is from now on; its CSINode is there too. */
export function registered(client: Client, environment: Environment, name: string, make: () => Node): Node {
  const node = registeredNode(client, environment, name, make)
  ensureCsiNode(client, node)
  return node
}

function registeredNode(client: Client, environment: Environment, name: string, make: () => Node): Node {
  const known = client.lister.get<Node>('nodes', '', name)
  if (known !== undefined) return known
  const node = make()
  const created = client.create('nodes', node)
  if (created.ok) return created.object
  // What a kubelet may not say of itself (NodeRestriction), whoever set the stage does.
  const placed = environment.client('admin', ['system:masters']).create('nodes', node)
  return placed.ok ? placed.object : node
}
