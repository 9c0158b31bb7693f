// Who depends on whom, by uid, as the garbage collector has heard. An owner that was only heard of in references is there too, as a
// virtual node: where it is, is what the reference said. Upstream: pkg/controller/garbagecollector/graph.go and partitionDependents,
// getAlternateOwnerIdentity of graph_builder.go.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'

/** Waits for its dependents to be gone. */
export const FOREGROUND = 'foregroundDeletion'
/** Waits for its dependents to be let go. */
export const ORPHAN = 'orphan'

/** What an object is and where, by its own word or by that of a reference to it. */
export interface Identity {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** An object as the graph knows it. */
export interface GraphNode {
  readonly uid: string
  identity: Identity
  owners: readonly OwnerReference[]
  readonly dependents: Set<GraphNode>
  /** Not heard of but in references. */
  virtual: boolean
  beingDeleted: boolean
  deletingDependents: boolean
}

/** A node without dependents. */
export const newNode = (uid: string, identity: Identity, virtual: boolean): GraphNode => ({
  uid,
  identity,
  owners: [],
  dependents: new Set(),
  virtual,
  beingDeleted: false,
  deletingDependents: false,
})

/** What a reference in an object of a namespace says of the owner. */
export const referredTo = ({ apiVersion, kind, name }: OwnerReference, namespace: string): Identity => ({
  apiVersion,
  kind,
  namespace,
  name,
})

/** Whether a reference names the kind and name an identity has. */
export const matches = ({ apiVersion, kind, name }: OwnerReference, identity: Identity): boolean =>
  name === identity.name && kind === identity.kind && apiVersion === identity.apiVersion

/** Whether two identities are one. */
export const same = (a: Identity, b: Identity): boolean =>
  a.name === b.name && a.kind === b.kind && a.apiVersion === b.apiVersion && a.namespace === b.namespace

/** Dependents the owner has to wait for. */
export function blockingDependents(owner: GraphNode): GraphNode[] {
  return [...owner.dependents].filter((dependent) =>
    dependent.owners.some(({ uid, blockOwnerDeletion }) => uid === owner.uid && blockOwnerDeletion === true),
  )
}

/** A node's dependents whose references mean an owner with this identity, and those that mean another; some do both. */
export function partition(
  { uid, dependents }: GraphNode,
  identity: Identity,
): { readonly matching: readonly GraphNode[]; readonly others: readonly GraphNode[] } {
  const matching: GraphNode[] = []
  const others: GraphNode[] = []
  for (const dependent of dependents) {
    const elsewhere = identity.namespace !== '' && identity.namespace !== dependent.identity.namespace
    const references = dependent.owners.filter((owner) => owner.uid === uid)
    if (!elsewhere && references.some((owner) => matches(owner, identity))) matching.push(dependent)
    if (elsewhere || references.some((owner) => !matches(owner, identity))) others.push(dependent)
  }
  return { matching, others }
}

/** Another identity by which dependents mean an owner that is not there under the one given: the next in order, else the first. */
export function alternative(uid: string, dependents: readonly GraphNode[], absent: Identity): Identity | undefined {
  const clusterScoped = absent.namespace === ''
  const found: Identity[] = []
  for (const { owners, identity } of dependents)
    for (const owner of owners) {
      if (owner.uid !== uid) continue
      if (matches(owner, absent) && (clusterScoped || absent.namespace === identity.namespace)) continue
      const sameKind = owner.apiVersion === absent.apiVersion && owner.kind === absent.kind
      const other = referredTo(owner, clusterScoped && sameKind ? '' : identity.namespace)
      if (!same(other, absent)) found.push(other)
    }
  found.sort(compare)
  return found.find((other) => compare(absent, other) < 0) ?? found[0]
}

function compare(a: Identity, b: Identity): number {
  for (const key of ['kind', 'apiVersion', 'namespace', 'name'] as const)
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1
  return 0
}
