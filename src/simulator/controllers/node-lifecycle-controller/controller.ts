// Watches over nodes: taints them by their conditions, gives up those that fall silent, and marks the pods of nodes that are
// not ready. Upstream looks every five seconds since it began; here only at those of these moments when there is something to see. Pods
// of which one could not be marked are tried again with the next look; NoSchedule taints wait for the node's next change. Evicting pods
// is the taint-eviction-controller's. Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go.

import type { Lease } from '../../../generated/api/coordination.v1.ts'
import type { Node, ObjectReference, Pod } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { type Heartbeats, LEASES, NODE_LEASES } from '../../client/heartbeats.ts'
import { podsByNode } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { reconcileLabels } from './labels.ts'
import { markNotReady } from './pods-not-ready.ts'
import { graceOf, heartbeat, readiness, silentConditions } from './silence.ts'
import { hasNoExecute, NOT_READY, UNREACHABLE, wantedTaints, withNoExecute, writeTaints } from './taints.ts'
import { Zones } from './zones.ts'

const PERIOD_MS = 5000

/** node-lifecycle-controller. */
export const controller: Controller = {
  name: 'node-lifecycle-controller',
  start: (environment) => new NodeLifecycle(environment),
}

interface Health {
  heard: number
  /** The renewal of the lease that was last taken for one: a clock that is set back renews nothing for a while. */
  renewed: string | undefined
  timer: Timer | undefined
}

class NodeLifecycle implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #heartbeats: Heartbeats
  readonly #zones: Zones
  readonly #started: number
  readonly #health = new Map<string, Health>()
  /** Nodes with pods that could not be marked, and when that was. */
  readonly #unmarked = new Map<string, number>()
  /** Nodes it has met, as they were then: those a settled cluster starts with, too. */
  readonly #known = new Map<string, Node>()
  #look: Timer | undefined

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'node-controller')
    this.#clock = environment.clock
    this.#heartbeats = environment.heartbeats
    this.#started = environment.clock.now()
    const met = environment.settled ? this.#client.lister.list<Node>('nodes') : []
    for (const node of met) this.#known.set(node.metadata.name ?? '', node)
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'node-controller')
    this.#zones = new Zones(environment.clock, (name) => this.#taintNoExecute(name))
    this.#informers = environment.informers()
    this.#informers.on<Node>('nodes', {
      add: (node) => this.#add(node),
      update: (node, old) => this.#change(node, old),
      delete: (node) => this.#remove(node),
    })
    this.#informers.on<Lease>(LEASES, {
      add: (lease) => this.#hear(lease),
      update: (lease) => this.#hear(lease),
    })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#bound(pod),
      update: (pod, old) => {
        if (pod.spec.nodeName !== old.spec.nodeName) this.#bound(pod)
      },
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#zones.stop()
    this.#look?.cancel()
    for (const { timer } of this.#health.values()) timer?.cancel()
  }

  /** The moment of upstream's loop at or after `time`. */
  #momentAfter(time: number): number {
    return this.#started + Math.ceil((time - this.#started) / PERIOD_MS) * PERIOD_MS
  }

  #lookSoon(): void {
    this.#look ??= this.#clock.at(this.#momentAfter(this.#clock.now()), () => {
      this.#look = undefined
      this.#lookAtNodes()
    })
  }

  #add(node: Node): void {
    const { name = '' } = node.metadata
    this.#health.set(name, { heard: this.#clock.now(), renewed: undefined, timer: undefined })
    this.#watch(name)
    this.#taintNoSchedule(name)
    this.#lookSoon()
  }

  #change(node: Node, old: Node): void {
    const { name = '' } = node.metadata
    const health = this.#health.get(name)
    const ready = readiness(node)
    if (health !== undefined && heartbeat(node) !== heartbeat(old)) {
      if (ready !== 'Unknown') health.heard = this.#clock.now()
      health.renewed = undefined
    }
    this.#taintNoSchedule(name)
    if (ready !== readiness(old)) this.#lookSoon()
  }

  #remove(node: Node): void {
    const { name = '' } = node.metadata
    this.#health.get(name)?.timer?.cancel()
    this.#health.delete(name)
    this.#unmarked.delete(name)
    this.#lookSoon()
  }

  #hear({ metadata, spec: { renewTime } }: Lease): void {
    if (metadata.namespace !== NODE_LEASES) return
    const health = this.#health.get(metadata.name ?? '')
    if (health === undefined || (health.renewed !== undefined && (renewTime ?? '') <= health.renewed)) return
    health.renewed = renewTime ?? undefined
    health.heard = this.#clock.now()
  }

  /** When it gave a sign of life: a status, or a lease written or not. */
  #heard(name: string, { heard }: Health): number {
    return Math.max(heard, this.#heartbeats.unwritten(name) ?? 0)
  }

  /** Looks when the node would have been silent for too long, counted from the moment its last word was noticed. */
  #watch(name: string): void {
    const health = this.#health.get(name)
    if (health === undefined) return
    const due = (): number => this.#momentAfter(this.#heard(name, health)) + graceOf(this.#node(name))
    health.timer = this.#clock.at(Math.max(due(), this.#clock.now() + PERIOD_MS), () => {
      if (this.#clock.now() >= due()) this.#lookSoon()
      const silent = readiness(this.#node(name)) === 'Unknown'
      if (silent) health.heard = this.#clock.now()
      this.#watch(name)
    })
  }

  #node(name: string): Node | undefined {
    return this.#client.lister.get<Node>('nodes', '', name)
  }

  /** Greets new nodes, which are taken for reachable, and says farewell to those that are gone. */
  #meet(nodes: readonly Node[]): void {
    const there = new Set<string>()
    for (const node of nodes) {
      const { name = '' } = node.metadata
      there.add(name)
      if (this.#known.has(name)) continue
      this.#known.set(name, node)
      this.#tell(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)
      this.#reachable(node)
    }
    for (const [name, node] of this.#known) {
      if (there.has(name)) continue
      this.#known.delete(name)
      this.#tell(node, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)
    }
  }

  /** monitorNodeHealth. */
  #lookAtNodes(): void {
    this.#meet(this.#client.lister.list<Node>('nodes'))
    for (const node of this.#client.lister.list<Node>('nodes')) this.#judge(node)
    const nodes = this.#client.lister.list<Node>('nodes')
    const restart = (): void => {
      for (const health of this.#health.values()) health.heard = this.#clock.now()
    }
    this.#zones.update(nodes, (node) => this.#reachable(node), restart)
    this.#zones.drainSoon()
  }

  #judge(node: Node): void {
    const current = this.#giveUpIfSilent(node)
    const { name = '' } = node.metadata
    const ready = readiness(current)
    if (ready === 'True') this.#reachable(current)
    else {
      const [key, other] = ready === 'False' ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY]
      if (hasNoExecute(current, other)) writeTaints(this.#client, name, withNoExecute(current, key, this.#clock.now()))
      else if (!hasNoExecute(current, key)) this.#zones.enqueue(current)
    }
    const again = (this.#unmarked.get(name) ?? this.#clock.now()) < this.#clock.now()
    if (ready === 'True' || again) this.#unmarked.delete(name)
    if (ready === 'True') return
    const fallen = readiness(node) === 'True'
    if (fallen) this.#tell(node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    if (!fallen && !again) return
    if (markNotReady(this.#client.indexed(podsByNode, name), this.#client, this.#recorder, this.#clock.now())) return
    this.#unmarked.set(name, this.#clock.now())
    this.#clock.after(1, () => this.#lookSoon())
  }

  /** The node as it is known from now on. */
  #giveUpIfSilent(node: Node): Node {
    const { name = '' } = node.metadata
    const health = this.#health.get(name)
    const heard = health === undefined ? this.#clock.now() : this.#heard(name, health)
    if (this.#clock.now() < this.#momentAfter(heard) + graceOf(node)) return node
    const conditions = silentConditions(node, this.#clock.now())
    if (conditions === undefined) return node
    const written = this.#client.updateStatus<Node>('nodes', { ...node, status: { ...node.status, conditions } })
    return written.ok ? written.object : node
  }

  #reachable(node: Node): void {
    writeTaints(this.#client, node.metadata.name ?? '', withNoExecute(node, undefined, this.#clock.now()))
    this.#zones.remove(node)
  }

  #taintNoSchedule(name: string): void {
    const node = this.#node(name)
    if (node === undefined) return
    writeTaints(this.#client, name, wantedTaints(node, this.#clock.now()))
    reconcileLabels(this.#client, node)
  }

  /** The node's turn has come. */
  #taintNoExecute(name: string): void {
    const node = this.#node(name)
    const ready = readiness(node)
    if (node === undefined || ready === 'True') return
    const key = ready === 'False' ? NOT_READY : UNREACHABLE
    writeTaints(this.#client, name, withNoExecute(node, key, this.#clock.now()))
  }

  /** A pod that comes to a node that is not ready is not either. */
  #bound(pod: Pod): void {
    const node = this.#node(pod.spec.nodeName ?? '')
    const ready = node?.status.conditions?.find(({ type }) => type === 'Ready')
    if (ready === undefined || ready.status === 'True') return
    const { namespace = '', name = '' } = pod.metadata
    const current = this.#client.lister.get<Pod>('pods', namespace, name)
    if (current !== undefined) markNotReady([current], this.#client, this.#recorder, this.#clock.now())
  }

  #tell({ metadata }: Node, reason: string, message: string): void {
    const reference: ObjectReference = { kind: 'Node', name: metadata.name, uid: metadata.uid, apiVersion: 'v1' }
    this.#recorder.eventOn(reference, 'Normal', reason, message)
  }
}
