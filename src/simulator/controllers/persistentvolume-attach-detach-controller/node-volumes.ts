// What nodes have mounted, by what their status last said, and what their status says is attached. A volume that is mounted is not
// detached, but from a node that is out of service, or after six minutes from one that is not ready.
// Upstream: attachdetach/cache/actual_state_of_world.go (inUseVolumes), reconciler/reconciler.go, statusupdater/node_status_updater.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment } from '../../client/environment.ts'
import type { Heartbeats } from '../../client/heartbeats.ts'
import type { Clock, Timer } from '../../engine/clock.ts'

/** A node that is not ready has so long to unmount a volume before it is detached all the same. */
const UNMOUNT_MS = 360_000
const MANAGED = 'volumes.kubernetes.io/controller-managed-attach-detach'
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

/** The nodes' volumes, by the names nodes call them. */
export class NodeVolumes {
  readonly #client: Client
  readonly #clock: Clock
  readonly #heartbeats: Heartbeats
  readonly #look: (node: string) => void
  /** What is mounted; a node that is gone keeps what it had. */
  readonly #inUse = new Map<string, Set<string>>()
  readonly #managed = new Set<string>()
  /** Nodes that have not been heard of since something was assumed of them. */
  readonly #assumed = new Set<string>()
  /** Attachments that are to go and are still mounted, by name: since when, and where. */
  readonly #leaving = new Map<string, { readonly since: number; readonly node: string; readonly timer: Timer }>()

  /** `look` is called with a node whose volumes may be detached now. */
  constructor(client: Client, { clock, heartbeats }: Environment, look: (node: string) => void) {
    this.#client = client
    this.#heartbeats = heartbeats
    this.#clock = clock
    this.#look = look
  }

  stop(): void {
    for (const { timer } of this.#leaving.values()) timer.cancel()
  }

  /** The node was heard of: its status is what counts. */
  heard({ metadata: { name = '' }, status }: Node): void {
    this.#assumed.delete(name)
    this.#inUse.set(name, new Set(status.volumesInUse ?? []))
    for (const { node } of this.#leaving.values()) if (node === name) this.#look(name)
  }

  /** Whether volumes are attached to the node for it: it said so once. */
  isManaged(name: string): boolean {
    if (this.#managed.has(name)) return true
    const managed = this.#nodeOf(name)?.metadata.annotations?.[MANAGED] !== undefined
    if (managed) this.#managed.add(name)
    return managed
  }

  /** A volume that is new on a node counts as mounted until the node is heard of. */
  assume(node: string, volume: string): void {
    const volumes = this.#volumesOf(node)
    if (!volumes.has(volume)) this.#assumed.add(node)
    volumes.add(volume)
    this.#inUse.set(node, volumes)
  }

  #volumesOf(node: string): Set<string> {
    return this.#inUse.get(node) ?? new Set(this.#nodeOf(node)?.status.volumesInUse ?? [])
  }

  #nodeOf(name: string): Node | undefined {
    return this.#client.lister.get<Node>('nodes', '', name)
  }

  /** The attachment is to stay, or has gone. */
  settled(attachment: string): void {
    this.#leaving.get(attachment)?.timer.cancel()
    this.#leaving.delete(attachment)
  }

  /** Whether the volume may be detached from the node. */
  mayDetach(attachment: string, name: string, volume: string): boolean {
    const node = this.#nodeOf(name)
    if (node?.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true) return true
    if (!this.#volumesOf(name).has(volume)) return true
    // The next word of the node is of interest, if it says nothing new.
    if (this.#assumed.has(name)) this.#heartbeats.lookAtNodes()
    const now = this.#clock.now()
    const { since } = this.#leaving.get(attachment) ?? { since: now }
    if (since === now && !this.#leaving.has(attachment)) {
      const timer = this.#clock.after(UNMOUNT_MS + 1, () => this.#look(name))
      this.#leaving.set(attachment, { since, node: name, timer })
    }
    const ready = node?.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
    return !ready && now - since > UNMOUNT_MS
  }

  /** Whether the status of the node says the volume is attached. */
  reports(name: string, volume: string): boolean {
    return this.#nodeOf(name)?.status.volumesAttached?.some((each) => each.name === volume) === true
  }

  /** Says in the status of the node what it has; false when that could not be written. A node that is gone needs no status. */
  report(name: string, volume: string, attached: boolean): boolean {
    if (this.reports(name, volume) === attached) return true
    const node = this.#nodeOf(name)
    if (node === undefined) return true
    const others = (node.status.volumesAttached ?? []).filter((each) => each.name !== volume)
    const all = attached ? [...others, { name: volume, devicePath: '' }] : others
    const body = { status: { volumesAttached: all.length > 0 ? all : null } }
    const written = this.#client.patch('nodes', '', name, 'application/strategic-merge-patch+json', body, 'status')
    return written.ok || written.status.code === 404
  }
}
