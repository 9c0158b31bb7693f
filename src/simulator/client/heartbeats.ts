// Heartbeats nobody looks at are not written. A node renews its lease every ten seconds, a leader every two, for ever; until
// somebody reads, lists or watches the leases of their namespace only their moments are known here, and the node controller asks
// for those. The first look writes the renewal last due and from then on all there are written on time: what is seen is what
// upstream shows, and an idle day costs nothing. The same goes for the status a kubelet writes every five minutes, all the same but
// for its times: there a look is a request from outside, for everybody inside has nodes in mind.
import type { Lease } from '../../generated/api/coordination.v1.ts'
import type { Store } from '../engine/store.ts'

/** The resource of heartbeats. */
export const LEASES = 'leases.coordination.k8s.io'
/** The namespace of the nodes' leases. */
export const NODE_LEASES = 'kube-node-lease'

/** The heartbeat of one node or component. */
export interface Heartbeat {
  /** When it was last renewed, epoch milliseconds. */
  last(): number
  /** Writes the renewal last due; from now on each is written on time. */
  writeOnTime(): void
}

/** What is written regularly, though it says nothing new. */
export interface Regular {
  /** Writes what was last due; from now on all is written on time. */
  writeOnTime(): void
}

/** The heartbeats of a cluster, by namespace and name of the lease. */
export class Heartbeats {
  readonly #store: Store
  readonly #beats = new Map<string, Map<string, Heartbeat>>()
  /** Namespaces whose leases have been looked at. */
  readonly #looked = new Set<string>()
  #lookedAtAll = false
  readonly #statuses = new Set<Regular>()
  #lookedAtNodes = false
  #aside = false

  constructor(store: Store) {
    this.#store = store
    store.writeLate(LEASES, (namespace) => {
      if (!this.#aside) this.writeOnTime(namespace)
    })
  }

  /** Whether leases of a namespace have been looked at: renewals are written on time. */
  looked(namespace: string): boolean {
    return this.#lookedAtAll || this.#looked.has(namespace)
  }

  /** From now on renewals in a namespace (in all when none is given) are written on time, looked at or not. */
  writeOnTime(namespace?: string): void {
    if (namespace === undefined) {
      for (const each of this.#beats.keys()) this.writeOnTime(each)
      this.#lookedAtAll = true
    } else if (!this.#looked.has(namespace)) {
      this.#looked.add(namespace)
      for (const beat of this.#beats.get(namespace)?.values() ?? []) beat.writeOnTime()
    }
  }

  /** Does something that is no look at leases, though it reads or writes one: their holders' own doings. */
  aside<T>(act: () => T): T {
    const before = this.#aside
    this.#aside = true
    try {
      return act()
    } finally {
      this.#aside = before
    }
  }

  /** Whether nodes have been looked at: their kubelets' reports are written on time. */
  get lookedAtNodes(): boolean {
    return this.#lookedAtNodes
  }

  /** Somebody outside asks for a resource. */
  asked(resource: string): void {
    if (resource === 'nodes') this.lookAtNodes()
  }

  /** Somebody outside looks at nodes, or does something to them. */
  lookAtNodes(): void {
    if (this.#lookedAtNodes) return
    this.#lookedAtNodes = true
    for (const status of this.#statuses) status.writeOnTime()
  }

  /** The reports of one node, while its kubelet runs. */
  keep(status: Regular): void {
    this.#statuses.add(status)
  }

  drop(status: Regular): void {
    this.#statuses.delete(status)
  }

  set(namespace: string, name: string, beat: Heartbeat): void {
    if (this.#lookedAtAll) this.#looked.add(namespace)
    const beats = this.#beats.get(namespace)
    if (beats === undefined) this.#beats.set(namespace, new Map([[name, beat]]))
    else beats.set(name, beat)
  }

  /** When a node last renewed its lease if nobody has looked yet; undefined when that can be heard. */
  unwritten(node: string): number | undefined {
    return this.looked(NODE_LEASES) ? undefined : this.#beats.get(NODE_LEASES)?.get(node)?.last()
  }

  /** A lease as far as it is written. */
  written(namespace: string, name: string): Lease | undefined {
    return this.#store.peek<Lease>(LEASES, namespace, name)
  }
}
