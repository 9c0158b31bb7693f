// Watches over nodes: taints them by their conditions, gives up those that fall silent, and marks the pods of nodes that are
// not ready. Evicting pods from tainted nodes is the taint-eviction-controller's.
// Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import type { Lease } from '../../../generated/api/coordination.v1.ts'
import type { Node, ObjectReference, Pod } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { GRACE_MS, readiness, silentConditions } from './silence.ts'
import { wantedTaints } from './taints.ts'

/** node-lifecycle-controller. */
export const controller: Controller = {
  name: 'node-lifecycle-controller',
  start: (environment) => new NodeLifecycle(environment),
}

interface Health {
  heard: number
  timer: Timer | undefined
}

class NodeLifecycle implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #health = new Map<string, Health>()
  /** Nodes this controller had met before it started here. */
  readonly #registered: ReadonlySet<string>

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'node-controller')
    this.#clock = environment.clock
    const met = environment.settled ? this.#client.lister.list<Node>('nodes') : []
    this.#registered = new Set(met.map((node) => node.metadata.name ?? ''))
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'node-controller')
    this.#informers = environment.informers()
    this.#informers.on<Node>('nodes', {
      add: (node) => this.#added(node),
      update: (node, old) => this.#changed(node, old),
      delete: (node) => this.#removed(node),
    })
    this.#informers.on<Lease>('leases.coordination.k8s.io', {
      add: (lease) => this.#hear(lease),
      update: (lease) => this.#hear(lease),
    })
  }

  stop(): void {
    this.#informers.stop()
    for (const { timer } of this.#health.values()) timer?.cancel()
  }

  #added(node: Node): void {
    const { name = '' } = node.metadata
    this.#health.set(name, { heard: this.#clock.now(), timer: undefined })
    this.#watch(name)
    if (!this.#registered.has(name))
      this.#tell(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)
    this.#taint(node)
  }

  #changed(node: Node, old: Node): void {
    const health = this.#health.get(node.metadata.name ?? '')
    if (health !== undefined && node.status !== old.status && readiness(node) !== 'Unknown')
      health.heard = this.#clock.now()
    this.#taint(node)
    if (readiness(old) === 'True' && readiness(node) !== 'True') this.#notReady(node)
  }

  #removed(node: Node): void {
    const { name = '' } = node.metadata
    this.#health.get(name)?.timer?.cancel()
    this.#health.delete(name)
    this.#tell(node, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)
  }

  #hear({ metadata }: Lease): void {
    if (metadata.namespace !== 'kube-node-lease') return
    const health = this.#health.get(metadata.name ?? '')
    if (health !== undefined) health.heard = this.#clock.now()
  }

  /** Looks again when the node would have been silent for too long. */
  #watch(name: string): void {
    const health = this.#health.get(name)
    if (health === undefined) return
    health.timer = this.#clock.at(Math.max(health.heard + GRACE_MS, this.#clock.now() + 1), () => {
      const node = this.#client.lister.get<Node>('nodes', '', name)
      if (node !== undefined && this.#clock.now() >= health.heard + GRACE_MS) {
        this.#giveUp(node)
        health.heard = this.#clock.now()
      }
      this.#watch(name)
    })
  }

  #giveUp(node: Node): void {
    const conditions = silentConditions(node, this.#clock.now())
    if (conditions === undefined) return
    this.#client.updateStatus('nodes', { ...node, status: { ...node.status, conditions } })
  }

  #taint(node: Node): void {
    const { name = '' } = node.metadata
    const current = this.#client.lister.get<Node>('nodes', '', name)
    if (current === undefined) return
    const taints = wantedTaints(current, this.#clock.now())
    if (taints === undefined) return
    const spec = { taints: taints.length === 0 ? null : taints }
    this.#client.patch('nodes', '', name, 'application/strategic-merge-patch+json', { spec })
  }

  /** Tells the node and its pods, and takes the pods out of service. */
  #notReady(node: Node): void {
    const { name = '' } = node.metadata
    this.#tell(node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    const now = formatTime(this.#clock.now())
    for (const pod of this.#client.lister.list<Pod>('pods')) {
      if (pod.spec.nodeName !== name) continue
      const ready = pod.status.conditions?.find(({ type }) => type === 'Ready')
      if (ready?.status !== 'True') continue
      const condition = { type: 'Ready', status: 'False', lastTransitionTime: now }
      const { namespace = '', name: podName = '' } = pod.metadata
      const body = { status: { conditions: [condition] } }
      this.#client.patch('pods', namespace, podName, 'application/strategic-merge-patch+json', body, 'status')
      this.#recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
    }
  }

  #tell({ metadata }: Node, reason: string, message: string): void {
    const reference: ObjectReference = { kind: 'Node', name: metadata.name, uid: metadata.uid, apiVersion: 'v1' }
    this.#recorder.eventOn(reference, 'Normal', reason, message)
  }
}
