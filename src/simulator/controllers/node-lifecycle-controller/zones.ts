// How fast nodes get NoExecute taints: one in ten seconds per zone, slower or not at all while too many of a zone are down.
// Upstream: handleDisruption, ComputeZoneState, doNoExecuteTaintingPass in pkg/controller/nodelifecycle,
// pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Clock, Timer } from '../../engine/clock.ts'

const RATE = 0.1
const SECONDARY_RATE = 0.01
/** How often upstream looks at its queues. */
const BEAT_MS = 100
const LARGE_CLUSTER = 50
const UNHEALTHY_SHARE = 0.55

type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption'

interface Zone {
  state: ZoneState
  /** Nodes per second. */
  rate: number
  /** When the next one may be tainted. */
  nextAt: number
  readonly queue: Set<string>
}

/** region and zone of a node, the old labels first. Upstream: GetZoneKey in component-helpers/node/topology. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? ''
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? ''
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`
}

const isReady = ({ status }: Node): boolean =>
  status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

function stateOf(nodes: readonly Node[]): ZoneState {
  const ready = nodes.filter(isReady).length
  const down = nodes.length - ready
  if (ready === 0 && down > 0) return 'FullDisruption'
  return down > 2 && down / nodes.length >= UNHEALTHY_SHARE ? 'PartialDisruption' : 'Normal'
}

function rateFor(state: ZoneState, size: number): number {
  if (state !== 'PartialDisruption') return RATE
  return size > LARGE_CLUSTER ? SECONDARY_RATE : 0
}

/** All zones and the nodes waiting in them. */
export class Zones {
  readonly #clock: Clock
  readonly #taint: (node: string) => void
  readonly #zones = new Map<string, Zone>()
  #timer: Timer | undefined

  constructor(clock: Clock, taint: (node: string) => void) {
    this.#clock = clock
    this.#taint = taint
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #zone(key: string): Zone {
    let zone = this.#zones.get(key)
    if (zone === undefined) {
      zone = { state: 'Initial', rate: RATE, nextAt: 0, queue: new Set() }
      this.#zones.set(key, zone)
    }
    return zone
  }

  /** The node is to be tainted when its turn comes. */
  enqueue(node: Node): void {
    this.#zone(zoneOf(node)).queue.add(node.metadata.name ?? '')
  }

  remove(node: Node): void {
    this.#zone(zoneOf(node)).queue.delete(node.metadata.name ?? '')
  }

  /** Sets the pace by how many nodes are down; `reachable` frees a node when nothing can be said of any of them. */
  update(nodes: readonly Node[], reachable: (node: Node) => void, restart: () => void): void {
    const byZone = new Map<string, Node[]>()
    for (const node of nodes) {
      if (node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] !== undefined) continue
      const key = zoneOf(node)
      byZone.set(key, [...(byZone.get(key) ?? []), node])
    }
    for (const key of byZone.keys()) this.#zone(key)
    for (const key of [...this.#zones.keys()]) if (!byZone.has(key)) this.#zones.delete(key)
    const states = new Map([...byZone].map(([key, members]) => [key, stateOf(members)]))
    const allDown = [...states.values()].every((state) => state === 'FullDisruption')
    const wereDown = [...this.#zones.values()].every(({ state }) => state === 'FullDisruption')
    if (allDown && wereDown) return
    if (allDown) for (const node of nodes) reachable(node)
    else if (wereDown) restart()
    for (const [key, zone] of this.#zones) {
      const state = states.get(key) ?? 'Normal'
      // When the last zone goes down or the first comes back all get their pace anew, whatever state they were in.
      if (!allDown && !wereDown && zone.state === state) continue
      this.#pace(zone, allDown ? 0 : rateFor(state, byZone.get(key)?.length ?? 0))
      zone.state = state
    }
  }

  /** A limiter that was waiting makes the new one wait too; one that lets nobody through always is. */
  #pace(zone: Zone, rate: number): void {
    if (zone.rate === rate) return
    const waiting = zone.rate === 0 || zone.nextAt > this.#clock.now()
    zone.rate = rate
    zone.nextAt = waiting && rate > 0 ? this.#clock.now() + 1000 / rate : 0
  }

  /** The queues have their own beat. */
  drainSoon(): void {
    const waiting = [...this.#zones.values()].some(({ queue, rate }) => queue.size > 0 && rate > 0)
    if (waiting && this.#timer === undefined) this.#timer = this.#clock.after(BEAT_MS, () => this.#drain())
  }

  /** Taints whom the pace allows now, and comes back for the others. */
  #drain(): void {
    this.#timer = undefined
    const now = this.#clock.now()
    let next = Number.POSITIVE_INFINITY
    for (const zone of this.#zones.values()) {
      if (zone.rate === 0) continue
      const [name] = zone.queue
      if (name !== undefined && zone.nextAt <= now) {
        zone.queue.delete(name)
        zone.nextAt = now + 1000 / zone.rate
        this.#taint(name)
      }
      if (zone.queue.size > 0) next = Math.min(next, zone.nextAt)
    }
    if (next < Number.POSITIVE_INFINITY) this.#timer = this.#clock.at(next, () => this.#drain())
  }
}
