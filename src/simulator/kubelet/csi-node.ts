// The CSINode of a node: which CSI drivers are on it. Its kubelet makes it when it starts, before any driver registers, and says which
// of the volume plugins once built into Kubernetes are CSI drivers now.
// When a driver registers, it says that it is there.
// Upstream: pkg/volume/csi/nodeinfomanager/nodeinfomanager.go, RegisterMigratedPlugins in pkg/volume/csi/csi_plugin.go.
import type { Node } from '../../generated/api/core.v1.ts'
import type { CSINode } from '../../generated/api/storage.v1.ts'
import type { Client } from '../client/client.ts'

const CSI_NODES = 'csinodes.storage.k8s.io'
const NODE_IDS = 'csi.volume.kubernetes.io/nodeid'
const MIGRATED = 'storage.alpha.kubernetes.io/migrated-plugins'
const plugins = ['aws-ebs', 'azure-disk', 'azure-file', 'cinder', 'gce-pd', 'portworx-volume', 'vsphere-volume']
  .map((name) => `kubernetes.io/${name}`)
  .join(',')

/** Sees to it that the CSINode of a node is there and is this node's. */
export function ensureCsiNode(client: Client, { metadata: { name = '', uid = '' } }: Node): void {
  const known = client.lister.get<CSINode>(CSI_NODES, '', name)
  if (known?.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true) return
  if (known !== undefined) client.delete(CSI_NODES, '', name)
  client.create<CSINode>(CSI_NODES, {
    kind: 'CSINode',
    apiVersion: 'storage.k8s.io/v1',
    metadata: {
      name,
      annotations: { [MIGRATED]: plugins },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: { drivers: [] },
  })
}

/** A driver registers with the kubelet of a node, where it has not; it calls the node by its name, and knows no topology. */
export function registerCsiDriver(
  client: Client,
  { metadata: { name = '', annotations } }: Node,
  driver: string,
): void {
  const ids = JSON.stringify({ ...nodeIds(annotations?.[NODE_IDS]), [driver]: name })
  const annotated = { metadata: { annotations: { [NODE_IDS]: ids } } }
  if (annotations?.[NODE_IDS] !== ids)
    client.patch('nodes', '', name, 'application/strategic-merge-patch+json', annotated)
  const known = client.lister.get<CSINode>(CSI_NODES, '', name)
  if (known === undefined || known.spec.drivers?.some((each) => each.name === driver && each.nodeID === name)) return
  const drivers = (known.spec.drivers ?? []).filter((each) => each.name !== driver)
  drivers.push({ name: driver, nodeID: name, topologyKeys: null })
  client.update<CSINode>(CSI_NODES, { ...known, spec: { ...known.spec, drivers } })
}

/** What drivers call the node, as an annotation says; nothing where it says no such thing. */
function nodeIds(text = '{}'): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
