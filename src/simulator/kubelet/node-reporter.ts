// Tells the API server how a node is: every five minutes (written when somebody looks: client/heartbeats.ts), and at once where what
// upstream looks at every ten seconds has changed;
// the events of conditions that begin and end. Upstream: syncNodeStatus in pkg/kubelet/kubelet_node_status.go.
import type { Node, NodeCondition } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { isUnanswered } from '../client/client.ts'
import type { EventType } from '../client/event-recorder.ts'
import type { Heartbeats, Regular } from '../client/heartbeats.ts'
import type { Timer } from '../engine/clock.ts'
import { resourceChanges } from './cm/node-resources.ts'
import type { NodeContext } from './node-context.ts'
import { type NodeState, nodeConditions, nodeImages } from './node-status.ts'
import { nextTick } from './unsent.ts'

const REPORT_MS = 300_000
/** The status is made up every ten seconds and written when it differs. */
const UPDATE_MS = 10_000
/** A kubelet that starts takes so long to register. */
const REGISTER_MS = 100
/** And that long until it has made its CSINode: how long is ours, near what the pauses between its tries allow. */
const CSI_NODE_MS = 300
/** The list of images is looked at anew so often. */
const IMAGES_MS = 30_000

/** What the reporter is made with. */
export interface ReporterParts {
  readonly context: NodeContext
  readonly heartbeats: Heartbeats
  readonly node: string
  state(): NodeState
  /** The boot of its machine, once there was another. */
  bootId(): string | undefined
}

/** The status of one node. */
export class NodeReporter implements Regular {
  readonly #parts: ReporterParts
  readonly #began: number
  #regular: Timer | undefined
  /** When it last reported. */
  #last: number
  #resources: Timer | undefined
  #looks: Timer | undefined
  #volumes: Timer | undefined
  #sending: Timer | undefined
  #registering: Timer | undefined
  #joining: Timer | undefined
  #schedulable: Timer | undefined
  /** As it last told. */
  #unschedulable = false
  #boot: string | undefined
  readonly #again = (): void => this.report()

  constructor(parts: ReporterParts) {
    this.#parts = parts
    this.#began = parts.context.clock.now()
    this.#last = this.#began
  }

  start(): void {
    this.#parts.heartbeats.keep(this)
    this.#book()
  }

  stop(): void {
    this.#parts.heartbeats.drop(this)
    this.#regular?.cancel()
    this.#regular = undefined
    this.#resources?.cancel()
    this.#looks?.cancel()
    this.#sending?.cancel()
    this.#registering?.cancel()
    this.#registering = undefined
    this.#joining?.cancel()
    this.#schedulable?.cancel()
    this.#volumes?.cancel()
    this.#looks = undefined
    this.#volumes = undefined
  }

  writeOnTime(): void {
    this.settle()
    this.#regular ??= this.#parts.context.clock.at(this.#last + REPORT_MS, this.#again)
  }

  /** Writes the report last due, where it was not. */
  settle(): void {
    const due = this.#last + Math.floor((this.#parts.context.clock.now() - this.#last) / REPORT_MS) * REPORT_MS
    if (due === this.#last || this.#regular !== undefined) return
    this.#write(due)
    this.#last = due
  }

  /** Writes how the node is now. */
  report(): void {
    if (this.#node() === undefined) return
    this.#write(this.#parts.context.clock.now())
    this.#book()
  }

  #write(at: number): void {
    const { clock, time, settings, images } = this.#parts.context
    const node = this.#node()
    if (node === undefined) return
    const { conditions: before, images: known } = node.status
    const booted = this.#rebooted(node)
    const conditions = nodeConditions(before ?? undefined, time.now() - clock.now() + at, this.#parts.state())
    for (const condition of conditions) this.#tellOf(condition, before ?? [])
    this.#tellSchedulable()
    const list = nodeImages(images.list(), settings.nodeStatusMaxImages)
    const changed = deepEqual(list, known ?? []) ? {} : { images: list }
    const resources = resourceChanges(node, this.#parts.context.containerManager)
    this.#send({ conditions, ...resources, ...changed, ...booted })
  }

  /** The machine has been booted anew since the status was written; told once. */
  #rebooted({ status: { nodeInfo } }: Node): object {
    const bootID = this.#parts.bootId()
    if (bootID === undefined || nodeInfo.bootID === bootID) return {}
    if (this.#boot !== bootID)
      this.tell('Warning', 'Rebooted', `Node ${this.#parts.node} has been rebooted, boot id: ${bootID}`)
    this.#boot = bootID
    return { nodeInfo: { bootID } }
  }

  /** A slow kubelet's word arrives later; the next follows it. */
  #send(status: object): void {
    const { clock, pace, unsent } = this.#parts.context
    const send = (): void => {
      this.#sending = undefined
      if (!this.#patch(status)) unsent.add(this.#again)
    }
    this.#sending?.cancel()
    if (pace.longer === 0) send()
    else this.#sending = clock.after(pace.longer, send)
  }

  /** Writes how the node is at a moment to come. */
  reportAt(time: number): void {
    this.#regular?.cancel()
    this.#regular = this.#parts.context.clock.at(time, this.#again)
  }

  /** Writes how the node is at its next look. */
  reportSoon(): void {
    this.reportAt(this.#parts.context.clock.now() + this.#untilLook())
  }

  /** An image has come or gone: it is told once the list is looked at again. */
  imagesChanged(): void {
    const { clock, images, settings } = this.#parts.context
    const steps = Math.floor((clock.now() - this.#began) / IMAGES_MS) + 1
    this.#looks ??= clock.at(this.#began + steps * IMAGES_MS, () => {
      this.#looks = undefined
      if (!deepEqual(nodeImages(images.list(), settings.nodeStatusMaxImages), this.#node()?.status.images ?? []))
        this.report()
    })
  }

  /** What the node has may not be what its status says: somebody else has written to it. */
  resourcesWritten(node: Node): void {
    if (resourceChanges(node, this.#parts.context.containerManager) !== undefined)
      this.lookAtResources(this.#untilLook())
  }

  /** The node may be otherwise than somebody else has just said. */
  conditionsWritten({ status: { conditions } }: Node): void {
    const own = nodeConditions(conditions ?? undefined, this.#parts.context.time.now(), this.#parts.state())
    const same = own.every(({ type, status }) =>
      conditions?.some((each) => each.type === type && each.status === status),
    )
    if (!same) this.reportSoon()
  }

  #untilLook(): number {
    const now = this.#parts.context.clock.now()
    return nextTick(this.#began, now) - now
  }

  /** What the node has may have changed. */
  lookAtResources(after = UPDATE_MS): void {
    this.#resources?.cancel()
    this.#resources = this.#parts.context.clock.after(after, () => {
      this.#resources = undefined
      this.#writeResources()
      const { forgetsAt } = this.#parts.context.containerManager.devices
      if (forgetsAt !== undefined) this.lookAtResources(Math.max(forgetsAt - this.#parts.context.clock.now(), 1))
    })
  }

  /** The node is a new one: it tells of itself before it is made and when it is, and is ready once it has its CSINode. */
  join(): void {
    const { clock, health } = this.#parts.context
    this.tell('Normal', 'Starting', 'Starting kubelet.')
    this.#tellPressures()
    this.tell('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
    this.registerAgain()
    this.#joining = clock.after(CSI_NODE_MS, () => {
      health.storageError = undefined
      if (health.networkReady) this.report()
      else this.reportSoon()
    })
  }

  /** The kubelet has started again: it makes its Node up from nothing once, with conditions that are all new. */
  registerAgain(): void {
    this.#unschedulable = false
    this.#registering?.cancel()
    this.#registering = this.#parts.context.clock.after(REGISTER_MS, () => {
      this.#registering = undefined
      this.#tellPressures()
      this.#tellSchedulable()
    })
  }

  #tellPressures(): void {
    for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure']) this.#tellStatus(events[type]![1])
  }

  /** Pods may be kept from it, or not any more: its next look tells. */
  lookAtSchedulable(): void {
    this.#schedulable?.cancel()
    this.#schedulable = this.#parts.context.clock.after(this.#untilLook(), () => this.#tellSchedulable())
  }

  #tellSchedulable(): void {
    const unschedulable = this.#node()?.spec.unschedulable === true
    if (unschedulable === this.#unschedulable || this.#registering !== undefined) return
    this.#unschedulable = unschedulable
    this.#tellStatus(unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable')
  }

  /** The volumes in use may have changed: its next look tells. */
  lookAtVolumes(): void {
    if (this.#volumes !== undefined || this.#volumesChanged() === undefined) return
    this.#volumes = this.#parts.context.clock.after(this.#untilLook(), () => {
      this.#volumes = undefined
      this.#writeVolumes()
    })
  }

  readonly #writeVolumes = (): void => {
    const { volumesInUse, unsent } = this.#parts.context
    const volumes = this.#volumesChanged()
    if (volumes !== undefined && !this.#patch({ volumesInUse: volumes.length > 0 ? volumes : null }))
      unsent.add(this.#writeVolumes)
    else volumesInUse.report(this.#node()?.status.volumesInUse ?? [])
  }

  /** The volumes in use, where the status says otherwise. */
  #volumesChanged(): readonly string[] | undefined {
    const { all } = this.#parts.context.volumesInUse
    return deepEqual(all, this.#node()?.status.volumesInUse ?? []) ? undefined : all
  }

  /** An event of the node. */
  tell(type: EventType, reason: string, message: string): void {
    this.#parts.context.recorder.eventOn(
      { apiVersion: 'v1', kind: 'Node', name: this.#parts.node },
      type,
      reason,
      message,
    )
  }

  readonly #writeResources = (): void => {
    const node = this.#node()
    const status = node === undefined ? undefined : resourceChanges(node, this.#parts.context.containerManager)
    if (status !== undefined && !this.#patch(status)) this.#parts.context.unsent.add(this.#writeResources)
  }

  #node(): Node | undefined {
    return this.#parts.context.client.lister.get<Node>('nodes', '', this.#parts.node)
  }

  #book(): void {
    const { context, heartbeats } = this.#parts
    const { clock, pace, health } = context
    this.#regular?.cancel()
    this.#last = clock.now()
    if (health.doubtful) this.#regular = clock.after(UPDATE_MS + pace.longer, this.#again)
    else this.#regular = heartbeats.lookedAtNodes ? clock.after(REPORT_MS, this.#again) : undefined
  }

  /** False when the server gave no answer. */
  #patch(status: object): boolean {
    const type = 'application/strategic-merge-patch+json'
    const result = this.#parts.context.client.patch('nodes', '', this.#parts.node, type, { status }, 'status')
    return result.ok || !isUnanswered(result.status)
  }

  #tellOf({ type, status }: NodeCondition, before: readonly NodeCondition[]): void {
    const old = before.find((condition) => condition.type === type)
    if (old === undefined || old.status === status) return
    const event = events[type]?.[status === 'True' ? 0 : 1]
    if (event !== undefined) this.#tellStatus(event)
  }

  #tellStatus(event: string): void {
    this.tell('Normal', event, `Node ${this.#parts.node} status is now: ${event}`)
  }
}

/** The events of conditions that become True, and of those that become False. */
const events: Readonly<Record<string, readonly [string, string]>> = {
  MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
  Ready: ['NodeReady', 'NodeNotReady'],
}
