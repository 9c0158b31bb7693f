// Tells the API server how a node is: every five minutes, and at once where what upstream looks at every ten seconds has changed;
// the events of conditions that begin and end. Upstream: syncNodeStatus in pkg/kubelet/kubelet_node_status.go.
import type { Node, NodeCondition } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { type Client, isUnanswered } from '../client/client.ts'
import type { EventRecorder, EventType } from '../client/event-recorder.ts'
import type { Clock, Timer } from '../engine/clock.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import { resourceChanges } from './cm/node-resources.ts'
import type { PresentImage } from './images.ts'
import { type NodeState, nodeConditions, nodeImages } from './node-status.ts'
import { nextTick, type Unsent } from './unsent.ts'

const REPORT_MS = 300_000
/** The status is made up every ten seconds and written when it differs. */
const UPDATE_MS = 10_000
/** The list of images is looked at anew so often. */
const IMAGES_MS = 30_000

/** What the reporter is made with. */
export interface ReporterParts {
  readonly clock: Clock
  readonly client: Client
  readonly recorder: EventRecorder
  readonly unsent: Unsent
  readonly node: string
  readonly maxImages: number
  readonly resources: ContainerManager
  images(): readonly PresentImage[]
  state(): NodeState
}

/** The status of one node. */
export class NodeReporter {
  readonly #parts: ReporterParts
  readonly #began: number
  #regular: Timer | undefined
  #resources: Timer | undefined
  #looks: Timer | undefined
  readonly #again = (): void => this.report()

  constructor(parts: ReporterParts) {
    this.#parts = parts
    this.#began = parts.clock.now()
  }

  start(): void {
    this.#book()
  }

  stop(): void {
    this.#regular?.cancel()
    this.#resources?.cancel()
    this.#looks?.cancel()
    this.#looks = undefined
  }

  /** Writes how the node is now. */
  report(): void {
    const { clock, maxImages, images, state } = this.#parts
    const node = this.#node()
    if (node === undefined) return
    const { conditions: before, images: known } = node.status
    const conditions = nodeConditions(before ?? undefined, clock.now(), state())
    for (const condition of conditions) this.#tellOf(condition, before ?? [])
    const list = nodeImages(images(), maxImages)
    const changed = deepEqual(list, known ?? []) ? {} : { images: list }
    const resources = resourceChanges(node, this.#parts.resources)
    if (!this.#patch({ conditions, ...resources, ...changed })) this.#parts.unsent.add(this.#again)
    this.#book()
  }

  /** Writes how the node is at a moment to come. */
  reportAt(time: number): void {
    this.#regular?.cancel()
    this.#regular = this.#parts.clock.at(time, this.#again)
  }

  /** An image has come or gone: it is told once the list is looked at again. */
  imagesChanged(): void {
    const { clock } = this.#parts
    const steps = Math.floor((clock.now() - this.#began) / IMAGES_MS) + 1
    this.#looks ??= clock.at(this.#began + steps * IMAGES_MS, () => {
      this.#looks = undefined
      if (!deepEqual(nodeImages(this.#parts.images(), this.#parts.maxImages), this.#node()?.status.images ?? []))
        this.report()
    })
  }

  /** What the node has may not be what its status says: somebody else has written to it. */
  resourcesWritten(node: Node): void {
    if (resourceChanges(node, this.#parts.resources) !== undefined) this.lookAtResources(this.#untilLook())
  }

  /** The node may be otherwise than somebody else has just said. */
  conditionsWritten({ status: { conditions } }: Node): void {
    const { clock, state } = this.#parts
    const own = nodeConditions(conditions ?? undefined, clock.now(), state())
    const same = own.every(({ type, status }) =>
      conditions?.some((each) => each.type === type && each.status === status),
    )
    if (!same) this.reportAt(clock.now() + this.#untilLook())
  }

  #untilLook(): number {
    const now = this.#parts.clock.now()
    return nextTick(this.#began, now) - now
  }

  /** What the node has may have changed. */
  lookAtResources(after = UPDATE_MS): void {
    this.#resources?.cancel()
    this.#resources = this.#parts.clock.after(after, () => {
      this.#resources = undefined
      this.#writeResources()
      const { forgetsAt } = this.#parts.resources.devices
      if (forgetsAt !== undefined) this.lookAtResources(Math.max(forgetsAt - this.#parts.clock.now(), 1))
    })
  }

  /** An event of the node. */
  tell(type: EventType, reason: string, message: string): void {
    this.#parts.recorder.eventOn({ apiVersion: 'v1', kind: 'Node', name: this.#parts.node }, type, reason, message)
  }

  readonly #writeResources = (): void => {
    const node = this.#node()
    const status = node === undefined ? undefined : resourceChanges(node, this.#parts.resources)
    if (status !== undefined && !this.#patch(status)) this.#parts.unsent.add(this.#writeResources)
  }

  #node(): Node | undefined {
    return this.#parts.client.lister.get<Node>('nodes', '', this.#parts.node)
  }

  #book(): void {
    this.#regular?.cancel()
    this.#regular = this.#parts.clock.after(REPORT_MS, this.#again)
  }

  /** False when the server gave no answer. */
  #patch(status: object): boolean {
    const type = 'application/strategic-merge-patch+json'
    const result = this.#parts.client.patch('nodes', '', this.#parts.node, type, { status }, 'status')
    return result.ok || !isUnanswered(result.status)
  }

  #tellOf({ type, status }: NodeCondition, before: readonly NodeCondition[]): void {
    const old = before.find((condition) => condition.type === type)
    if (old === undefined || old.status === status) return
    const event = events[type]?.[status === 'True' ? 0 : 1]
    if (event !== undefined) this.tell('Normal', event, `Node ${this.#parts.node} status is now: ${event}`)
  }
}

/** The events of conditions that become True, and of those that become False. */
const events: Readonly<Record<string, readonly [string, string]>> = {
  MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
  Ready: ['NodeReady', 'NodeNotReady'],
}
