// Heartbeats nobody looks at are not written. A node renews its lease every ten seconds for ever; until somebody reads, lists or
// watches leases only their moments are known here, and the node controller asks for those. The first look writes the renewal
// last due and from then on all are written on time: what is seen is what upstream shows, and an idle day costs nothing.
import type { Lease } from '../../generated/api/coordination.v1.ts'
import type { Store } from '../engine/store.ts'

/** The resource of heartbeats. */
export const LEASES = 'leases.coordination.k8s.io'
/** The namespace of the nodes' leases. */
export const NODE_LEASES = 'kube-node-lease'

/** One node's heartbeat. */
export interface Heartbeat {
  /** When it was last renewed, epoch milliseconds. */
  last(): number
  /** Writes the renewal last due; from now on each is written on time. */
  writeOnTime(): void
}

/** The heartbeats of all nodes. */
export class Heartbeats {
  readonly #store: Store
  readonly #beats = new Map<string, Heartbeat>()
  #looked = false

  constructor(store: Store) {
    this.#store = store
    store.writeLate(LEASES, () => {
      this.#looked = true
      for (const beat of this.#beats.values()) beat.writeOnTime()
    })
  }

  /** Whether leases have been looked at: renewals are written on time. */
  get looked(): boolean {
    return this.#looked
  }

  /** From now on renewals are written on time, looked at or not. */
  writeOnTime(): void {
    this.#store.look(LEASES)
  }

  set(node: string, beat: Heartbeat): void {
    this.#beats.set(node, beat)
  }

  /** When a node last renewed its lease if nobody has looked yet; undefined when that can be heard. */
  unwritten(node: string): number | undefined {
    return this.#looked ? undefined : this.#beats.get(node)?.last()
  }

  /** A node's lease as far as it is written. */
  written(node: string): Lease | undefined {
    return this.#store.peek<Lease>(LEASES, NODE_LEASES, node)
  }
}
