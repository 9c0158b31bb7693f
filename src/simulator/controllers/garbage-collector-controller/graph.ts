// Who depends on whom, by uid, as the garbage collector has heard. An owner that was only heard of in references is there too,
// not yet observed. Upstream: pkg/controller/garbagecollector/{graph,graph_builder}.go.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'

/** Waits for its dependents to be gone. */
export const FOREGROUND = 'foregroundDeletion'
/** Waits for its dependents to be let go. */
export const ORPHAN = 'orphan'

/** An object as the graph knows it. */
export interface GraphNode {
  readonly uid: string
  resource: ResourceKey
  namespace: string
  name: string
  owners: readonly OwnerReference[]
  readonly dependents: Set<GraphNode>
  observed: boolean
  beingDeleted: boolean
  deletingDependents: boolean
}

const none: readonly OwnerReference[] = []

/** The graph; it only remembers, what follows from a change is the collector's. */
export class Graph {
  readonly #nodes = new Map<string, GraphNode>()

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid)
  }

  /** Notes an object as it is; answers with its node and the owners it was linked to for the first time. */
  observe(resource: ResourceKey, { metadata }: KubeObject): { node: GraphNode; added: GraphNode[] } {
    const uid = metadata.uid ?? ''
    const node = this.#node(uid)
    node.observed = true
    node.resource = resource
    node.namespace = metadata.namespace ?? ''
    node.name = metadata.name ?? ''
    node.beingDeleted = metadata.deletionTimestamp !== undefined
    const owners = metadata.ownerReferences ?? none
    const before = new Set(node.owners.map((owner) => owner.uid))
    const after = new Set(owners.map((owner) => owner.uid))
    for (const owner of before) if (!after.has(owner)) this.#nodes.get(owner)?.dependents.delete(node)
    const added: GraphNode[] = []
    for (const owner of after) {
      if (before.has(owner)) continue
      const parent = this.#node(owner)
      parent.dependents.add(node)
      added.push(parent)
    }
    node.owners = owners
    return { node, added }
  }

  /** Forgets an object; answers with its node as it was. */
  remove(uid: string): GraphNode | undefined {
    const node = this.#nodes.get(uid)
    if (node === undefined) return undefined
    this.#nodes.delete(uid)
    for (const owner of node.owners) this.#nodes.get(owner.uid)?.dependents.delete(node)
    return node
  }

  #node(uid: string): GraphNode {
    let node = this.#nodes.get(uid)
    if (node === undefined) {
      node = {
        uid,
        resource: '',
        namespace: '',
        name: '',
        owners: none,
        dependents: new Set(),
        observed: false,
        beingDeleted: false,
        deletingDependents: false,
      }
      this.#nodes.set(uid, node)
    }
    return node
  }
}

/** Dependents the owner has to wait for. */
export function blockingDependents(owner: GraphNode): GraphNode[] {
  return [...owner.dependents].filter((dependent) =>
    dependent.owners.some(({ uid, blockOwnerDeletion }) => uid === owner.uid && blockOwnerDeletion === true),
  )
}
