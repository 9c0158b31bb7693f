// What looks after a node besides the workers of its pods, put together: its status, its resources, its shutdown, its static pods.
// Upstream: where pkg/kubelet/kubelet.go makes the managers.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import type { Heartbeats } from '../client/heartbeats.ts'
import { StaticPods } from './config/static-pods.ts'
import { NetworkPlugin } from './network-plugin.ts'
import type { NodeContext } from './node-context.ts'
import { NodePressure } from './node-pressure.ts'
import { NodeReporter } from './node-reporter.ts'
import { shutdownPeriods } from './nodeshutdown/groups.ts'
import { NodeShutdownManager } from './nodeshutdown/node-shutdown-manager.ts'
import type { PodWorker } from './pod-worker.ts'
import type { ImageStorage } from './stats/file-systems.ts'

/** The kubelet as these see it. */
export interface ServiceParts {
  readonly name: string
  readonly heartbeats: Heartbeats
  readonly context: NodeContext
  workers(): readonly PodWorker[]
  worker(uid: string): PodWorker | undefined
  start(pod: Pod): void
  readonly imageStorage: ImageStorage | undefined
  ownDisk(): { readonly bytes: number; readonly inodes: number }
  bootId(): string | undefined
  powerOff(): void
}

/** What looks after one node. */
export class NodeServices {
  readonly reporter: NodeReporter
  readonly pressure: NodePressure
  readonly shutdown: NodeShutdownManager
  readonly statics: StaticPods
  readonly network: NetworkPlugin
  readonly #context: NodeContext

  constructor({ name, heartbeats, context, ...parts }: ServiceParts) {
    const { workers, worker, start, imageStorage, ownDisk, bootId, powerOff } = parts
    const { clock, time, gates, settings, client, health } = context
    this.#context = context
    this.reporter = new NodeReporter({
      context,
      heartbeats,
      node: name,
      state: () => ({
        pressure: this.pressure.pressure,
        notReady: aggregate([...health.errors(), ...this.shutdown.errors]),
      }),
      bootId,
    })
    this.network = new NetworkPlugin(context, this.reporter, workers)
    this.pressure = new NodePressure({ context, reporter: this.reporter, workers, imageStorage, ownDisk })
    const byPriority = gates.enabled('GracefulNodeShutdownBasedOnPodPriority')
    this.shutdown = new NodeShutdownManager({
      clock,
      periods: gates.enabled('GracefulNodeShutdown') ? shutdownPeriods(settings, byPriority) : [],
      pods: () => workers().filter(({ active }) => active),
      tellNode: (reason, message) => this.reporter.tell('Normal', reason, message),
      report: () => this.reporter.report(),
      reportLater: () => this.reporter.reportSoon(),
      powerOff,
    })
    this.statics = new StaticPods({ time, client, nodeName: name, node: () => context.node(), worker, start })
  }

  /** Somebody has written to the Node: what the kubelet answers, where it is connected. */
  nodeWritten(node: Node, { status: before, spec }: Node, connected: boolean): void {
    const { status } = node
    if (status.capacity !== before.capacity || status.allocatable !== before.allocatable)
      this.reporter.resourcesWritten(node)
    if (!connected) return
    if (status.conditions !== before.conditions) this.reporter.conditionsWritten(node)
    if (status.volumesAttached !== before.volumesAttached) this.#context.volumesInUse.look()
    if (node.spec.unschedulable !== spec.unschedulable) this.reporter.lookAtSchedulable()
  }

  stop(): void {
    this.reporter.stop()
    this.pressure.stop()
    this.network.stop()
    this.shutdown.stop()
  }
}

/** Several errors as one. */
export const aggregate = (errors: readonly string[]): string | undefined =>
  errors.length > 1 ? `[${errors.join(', ')}]` : errors[0]
