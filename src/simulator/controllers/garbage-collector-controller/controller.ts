// Deletes what its owners have left behind: in the background once they are gone, in the foreground before they go, or lets
// dependents go as orphans. Upstream: pkg/controller/garbagecollector/{garbagecollector,graph_builder}.go.
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { EveryChange, Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { mustUnlessGone, retrying, SyncError } from '../lib/sync-error.ts'
import { WorkQueue } from '../lib/work-queue.ts'
import { blockingDependents, FOREGROUND, Graph, type GraphNode, ORPHAN } from './graph.ts'
import { classify } from './references.ts'

const IGNORED = new Set(['events', 'events.events.k8s.io', 'leases.coordination.k8s.io'])
const MERGE = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'

/** garbage-collector-controller. */
export const controller: Controller = {
  name: 'garbage-collector-controller',
  // Nodes have their CSINodes from the start.
  wakes: ({ kind, metadata }, type) =>
    (type === 'DELETED' && kind === 'Node') ||
    metadata.ownerReferences !== undefined ||
    metadata.finalizers?.some((f) => f === FOREGROUND || f === ORPHAN) === true,
  start: (environment) => new GarbageCollector(environment),
}

/** Whether a change can matter to the graph: owners, finalizers and the beginning of the end. */
function matters(resource: ResourceKey, { metadata }: KubeObject, old: KubeObject | undefined): boolean {
  if (IGNORED.has(resource)) return false
  if (old === undefined) return true
  const before = old.metadata
  return (
    metadata.ownerReferences !== before.ownerReferences ||
    metadata.finalizers !== before.finalizers ||
    metadata.deletionTimestamp !== before.deletionTimestamp
  )
}

const startsWith = (finalizer: string, { metadata }: KubeObject, old: KubeObject | undefined): boolean => {
  const has = (object: KubeObject): boolean =>
    object.metadata.deletionTimestamp !== undefined && object.metadata.finalizers?.includes(finalizer) === true
  return has({ metadata }) && (old === undefined || !has(old))
}

class GarbageCollector implements Running {
  readonly #client: Client
  readonly #recorder: EventRecorder
  readonly #graph = new Graph()
  readonly #informers: Informers
  readonly #toDelete: WorkQueue
  readonly #toOrphan: WorkQueue

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'generic-garbage-collector')
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'garbage-collector-controller')
    this.#toDelete = new WorkQueue(
      environment.clock,
      retrying((uid) => this.#attemptToDelete(uid)),
    )
    this.#toOrphan = new WorkQueue(
      environment.clock,
      retrying((uid) => this.#orphanDependents(uid)),
    )
    this.#informers = environment.informers()
    this.#informers.onEvery(matters, (change) => this.#hear(change))
  }

  stop(): void {
    this.#informers.stop()
    this.#toDelete.stop()
    this.#toOrphan.stop()
  }

  #hear({ type, resource, object, old }: EveryChange): void {
    if (type === 'DELETED') {
      this.#gone(object.metadata.uid ?? '')
      return
    }
    const before = this.#graph.get(object.metadata.uid ?? '')?.owners ?? []
    const { node, added } = this.#graph.observe(resource, object)
    for (const owner of added) this.#linked(node, owner, object)
    const after = new Map(node.owners.map((owner) => [owner.uid, owner]))
    for (const { uid, blockOwnerDeletion } of before)
      if (blockOwnerDeletion === true && after.get(uid)?.blockOwnerDeletion !== true) this.#toDelete.add(uid)
    if (startsWith(ORPHAN, object, old)) this.#toOrphan.add(node.uid)
    else if (startsWith(FOREGROUND, object, old)) {
      node.deletingDependents = true
      for (const { uid } of node.dependents) this.#toDelete.add(uid)
      this.#toDelete.add(node.uid)
    }
  }

  /** A reference that cannot be right is looked at more closely. */
  #linked(node: GraphNode, owner: GraphNode, { kind, apiVersion, metadata }: KubeObject): void {
    if (!owner.observed) {
      this.#toDelete.add(node.uid)
      return
    }
    if (owner.namespace !== '' && owner.namespace !== node.namespace) {
      const reference = node.owners.find(({ uid }) => uid === owner.uid)!
      const about = `${reference.apiVersion}/${reference.kind}, namespace: ${node.namespace}, name: ${reference.name}, uid: ${owner.uid}`
      const message = `ownerRef [${about}] does not exist in namespace "${node.namespace}"`
      const { name, namespace, uid } = metadata
      const involved = { kind, apiVersion, name, uid, ...(namespace ? { namespace } : {}) }
      this.#recorder.eventOn(involved, 'Warning', 'OwnerRefInvalidNamespace', message)
      this.#toDelete.add(node.uid)
      return
    }
    const reference = node.owners.find(({ uid }) => uid === owner.uid)!
    const resource = this.#client.resourceOf(reference.apiVersion, reference.kind)
    if (resource?.key !== owner.resource || reference.name !== owner.name) this.#toDelete.add(node.uid)
  }

  #gone(uid: string): void {
    const node = this.#graph.remove(uid)
    if (node === undefined) return
    for (const dependent of node.dependents) this.#toDelete.add(dependent.uid)
    for (const owner of node.owners) if (this.#graph.get(owner.uid)?.deletingDependents) this.#toDelete.add(owner.uid)
  }

  #attemptToDelete(uid: string): undefined {
    const node = this.#graph.get(uid)
    if (node === undefined || !node.observed || (node.beingDeleted && !node.deletingDependents)) return
    const latest = this.#client.lister.get<KubeObject>(node.resource, node.namespace, node.name)
    if (latest === undefined || latest.metadata.uid !== uid) return
    if (node.deletingDependents) {
      this.#awaitDependents(node, latest)
      return
    }
    if ((latest.metadata.ownerReferences ?? []).length === 0) return
    const references = classify(this.#client, latest)
    if (references === undefined) return
    const { solid, dangling, waiting } = references
    if (solid.length > 0) {
      const leave = [...dangling, ...waiting].map((reference) => reference.uid)
      if (leave.length > 0) this.#dropOwners(node, latest, new Set(leave))
    } else if (waiting.length > 0 && node.dependents.size > 0) {
      if ([...node.dependents].some((dependent) => dependent.deletingDependents)) this.#unblock(node, latest)
      this.#delete(node, latest, 'Foreground')
    } else {
      const { finalizers = [] } = latest.metadata
      const policy = finalizers.includes(ORPHAN)
        ? 'Orphan'
        : finalizers.includes(FOREGROUND)
          ? 'Foreground'
          : 'Background'
      this.#delete(node, latest, policy)
    }
  }

  #awaitDependents(node: GraphNode, latest: KubeObject): void {
    const blocking = blockingDependents(node)
    if (blocking.length === 0) this.#removeFinalizer(node, latest, FOREGROUND)
    for (const dependent of blocking) if (!dependent.deletingDependents) this.#toDelete.add(dependent.uid)
  }

  #orphanDependents(uid: string): undefined {
    const node = this.#graph.get(uid)
    if (node === undefined) return
    let failure: SyncError | undefined
    for (const dependent of node.dependents) {
      const latest = this.#client.lister.get<KubeObject>(dependent.resource, dependent.namespace, dependent.name)
      if (latest === undefined || latest.metadata.uid !== dependent.uid) continue
      try {
        this.#dropOwners(dependent, latest, new Set([uid]))
      } catch (error) {
        if (!(error instanceof SyncError)) throw error
        failure ??= error
      }
    }
    if (failure !== undefined) throw failure
    const latest = this.#client.lister.get<KubeObject>(node.resource, node.namespace, node.name)
    if (latest !== undefined && latest.metadata.uid === uid) this.#removeFinalizer(node, latest, ORPHAN)
  }

  #dropOwners(node: GraphNode, { metadata }: KubeObject, uids: ReadonlySet<string>): void {
    const dropped = [...uids].map((uid) => ({ $patch: 'delete', uid }))
    const body = { metadata: { uid: node.uid, ownerReferences: dropped } }
    const patched = this.#client.patch(node.resource, node.namespace, node.name, STRATEGIC, body)
    if (patched.ok || patched.status.code !== 415) {
      mustUnlessGone(patched)
      return
    }
    const ownerReferences = (metadata.ownerReferences ?? []).filter(({ uid }) => !uids.has(uid))
    const whole = { metadata: { resourceVersion: metadata.resourceVersion, ownerReferences } }
    mustUnlessGone(this.#client.patch(node.resource, node.namespace, node.name, MERGE, whole))
  }

  /** Owners need not wait for this one any more: its own dependents are being deleted, which may be a circle. */
  #unblock(node: GraphNode, { metadata }: KubeObject): void {
    const ownerReferences = (metadata.ownerReferences ?? []).map((owner) => ({ ...owner, blockOwnerDeletion: false }))
    const body = { metadata: { resourceVersion: metadata.resourceVersion, uid: node.uid, ownerReferences } }
    mustUnlessGone(this.#client.patch(node.resource, node.namespace, node.name, MERGE, body))
  }

  #removeFinalizer(node: GraphNode, { metadata }: KubeObject, finalizer: string): void {
    const { resourceVersion, finalizers = [] } = metadata
    const left = (finalizers ?? []).filter((each) => each !== finalizer)
    if (left.length === finalizers?.length) return
    const body = { metadata: { resourceVersion, finalizers: left.length === 0 ? null : left } }
    mustUnlessGone(this.#client.patch(node.resource, node.namespace, node.name, MERGE, body))
  }

  #delete(node: GraphNode, { metadata }: KubeObject, propagationPolicy: 'Orphan' | 'Background' | 'Foreground'): void {
    const { resourceVersion } = metadata
    const current = this.#client.lister.get<KubeObject>(node.resource, node.namespace, node.name)
    const version = current?.metadata.resourceVersion ?? resourceVersion
    const options = { uid: node.uid, propagationPolicy, ...(version === undefined ? {} : { resourceVersion: version }) }
    mustUnlessGone(this.#client.delete(node.resource, node.namespace, node.name, options))
  }
}
