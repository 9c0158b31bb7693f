// Keeps the graph as changes are heard, and says which nodes to look at then.
// Upstream: pkg/controller/garbagecollector/graph_builder.go. Absent owners are not remembered: looking them up again tells the same.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { KubeObject } from '../../api/types.ts'
import {
  alternative,
  FOREGROUND,
  type GraphNode,
  type Identity,
  matches,
  newNode,
  ORPHAN,
  partition,
  referredTo,
  same,
} from './graph.ts'

/** A change of one object, as the graph takes it. */
export interface GraphChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: KubeObject
  readonly old?: KubeObject | undefined
}

/** Who is told what there is to do. */
export interface Work {
  attemptToDelete(node: GraphNode, slowly?: boolean): void
  attemptToOrphan(node: GraphNode): void
  /** An observed owner is in another namespace than its dependent. */
  invalidNamespace(dependent: GraphNode, reference: OwnerReference): void
}

const none: readonly OwnerReference[] = []

const identityOf = ({ apiVersion = '', kind = '', metadata }: KubeObject): Identity => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
})

/** Whether it is with this change that an object waits to go because of a finalizer. */
function startsWith(finalizer: string, object: KubeObject, old: KubeObject | undefined): boolean {
  return isGoingWith(finalizer, object) && (old === undefined || !isGoingWith(finalizer, old))
}

const isGoingWith = (finalizer: string, { metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true

/** The graph of one collector. */
export class GraphBuilder {
  readonly #nodes = new Map<string, GraphNode>()
  readonly #work: Work

  constructor(work: Work) {
    this.#work = work
  }

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid)
  }

  /** Takes in what was heard. */
  hear({ type, object, old }: GraphChange): void {
    const known = this.#nodes.get(object.metadata.uid ?? '')
    if (known?.virtual === true) this.#meet(known, identityOf(object))
    if (type === 'DELETED') {
      if (known !== undefined) this.#remove(known)
      return
    }
    const node = known ?? this.#insert(object)
    if (known !== undefined) this.#update(known, object)
    this.#transition(node, object, old)
  }

  /** An object of this identity turned out not to be there. */
  absent(uid: string, identity: Identity): void {
    const node = this.#nodes.get(uid)
    if (node === undefined) return
    const alike = same(node.identity, identity)
    const { matching, others } = partition(node, identity)
    if (node.virtual ? others.length === 0 : alike) {
      this.#remove(node)
      return
    }
    for (const dependent of matching) this.#work.attemptToDelete(dependent)
    if (!node.virtual || !alike) return
    const other = alternative(uid, others, identity)
    if (other === undefined) return
    node.identity = other
    this.#work.attemptToDelete(node, true)
  }

  /** A virtual node is heard of: whoever meant something else by it is looked at. */
  #meet(node: GraphNode, identity: Identity): void {
    node.virtual = false
    if (same(node.identity, identity)) return
    for (const dependent of partition(node, identity).others) {
      if (identity.namespace !== '' && dependent.identity.namespace !== identity.namespace)
        this.#report(dependent, node.uid)
      this.#work.attemptToDelete(dependent)
    }
    node.identity = identity
  }

  #insert(object: KubeObject): GraphNode {
    const { uid = '', ownerReferences, deletionTimestamp } = object.metadata
    const node = newNode(uid, identityOf(object), false)
    node.owners = ownerReferences ?? none
    node.beingDeleted = deletionTimestamp !== undefined
    node.deletingDependents = isGoingWith(FOREGROUND, object)
    this.#nodes.set(uid, node)
    this.#link(node, node.owners)
    return node
  }

  #update(node: GraphNode, { metadata }: KubeObject): void {
    const owners = metadata.ownerReferences ?? none
    const before = new Map(node.owners.map((owner) => [owner.uid, owner]))
    const added: OwnerReference[] = []
    for (const owner of owners) {
      const old = before.get(owner.uid)
      before.delete(owner.uid)
      if (old === undefined) added.push(owner)
      else if (old.blockOwnerDeletion === true && owner.blockOwnerDeletion !== true) this.#lookAt(owner.uid)
    }
    for (const { uid, blockOwnerDeletion } of before.values()) if (blockOwnerDeletion === true) this.#lookAt(uid)
    if (!deepEqual(node.owners, owners)) {
      node.owners = owners
      this.#link(node, added)
      for (const uid of before.keys()) this.#nodes.get(uid)?.dependents.delete(node)
    }
    if (metadata.deletionTimestamp !== undefined) node.beingDeleted = true
  }

  #lookAt(uid: string): void {
    const node = this.#nodes.get(uid)
    if (node !== undefined) this.#work.attemptToDelete(node)
  }

  #transition(node: GraphNode, object: KubeObject, old: KubeObject | undefined): void {
    if (startsWith(ORPHAN, object, old)) this.#work.attemptToOrphan(node)
    else if (startsWith(FOREGROUND, object, old)) {
      node.deletingDependents = true
      for (const dependent of node.dependents) this.#work.attemptToDelete(dependent)
      this.#work.attemptToDelete(node)
    }
  }

  /** Owners nobody has heard of become virtual nodes and are looked for; a reference that looks wrong has its object looked at. */
  #link(node: GraphNode, owners: readonly OwnerReference[]): void {
    const { namespace } = node.identity
    let doubtful = false
    for (const reference of owners) {
      const known = this.#nodes.get(reference.uid)
      const owner = known ?? newNode(reference.uid, referredTo(reference, namespace), true)
      owner.dependents.add(node)
      if (known === undefined) {
        this.#nodes.set(reference.uid, owner)
        this.#work.attemptToDelete(owner)
      } else if (!doubtful) {
        const elsewhere = owner.identity.namespace !== '' && owner.identity.namespace !== namespace
        if (elsewhere && !owner.virtual) this.#report(node, owner.uid)
        // A virtual owner a cluster-scoped object named may be of a namespaced kind.
        const unsure = owner.virtual && owner.identity.namespace !== namespace
        doubtful = elsewhere || unsure || !matches(reference, owner.identity)
      }
    }
    if (doubtful) this.#work.attemptToDelete(node)
  }

  #report(dependent: GraphNode, uid: string): void {
    const reference = dependent.owners.find((owner) => owner.uid === uid)
    if (reference !== undefined) this.#work.invalidNamespace(dependent, reference)
  }

  #remove(node: GraphNode): void {
    this.#nodes.delete(node.uid)
    for (const { uid } of node.owners) this.#nodes.get(uid)?.dependents.delete(node)
    for (const dependent of node.dependents) this.#work.attemptToDelete(dependent)
    for (const { uid } of node.owners) {
      const owner = this.#nodes.get(uid)
      if (owner?.deletingDependents === true) this.#work.attemptToDelete(owner)
    }
  }
}
