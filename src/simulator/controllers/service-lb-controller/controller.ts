// Gives Services of type LoadBalancer a load balancer of the cloud, and takes it away with them. Retries come after five seconds, doubling
// to five minutes, without bucket and without end; one that is to be taken away is looked at every thirty seconds besides.
// Upstream: k8s.io/cloud-provider/controllers/service/controller.go.
import type { Node, Service } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Cloud } from '../../client/cloud.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder, type EventType } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { balancedNodes, mayMatter, sameBackends } from './backends.ts'
import { CLEANUP, isHeld, needsCleanup, needsUpdate, wantsLoadBalancer } from './changes.ts'

const STRATEGIC = 'application/strategic-merge-patch+json'
const DELAYS = { baseMs: 5_000, maxMs: 300_000, bucket: false } as const
const RESYNC_MS = 30_000
const NO_NODES = 'There are no available nodes for LoadBalancer'

/** service-lb-controller. */
export const controller: Controller = {
  name: 'service-lb-controller',
  needs: 'cloud',
  start: (environment) => new LoadBalancers(environment),
}

class LoadBalancers implements Running {
  readonly #client: Client
  readonly #cloud: Cloud
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #begun: number
  #resync: Timer | undefined
  /** Load balancers on their way; true when their Service has changed meanwhile. */
  readonly #coming = new Map<string, { readonly timer: Timer; changed: boolean }>()
  /** The nodes each load balancer leads to. */
  readonly #backends = new Map<string, readonly Node[]>()

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'service-controller')
    this.#cloud = environment.cloud
    this.#clock = environment.clock
    this.#begun = environment.begun
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'service-controller')
    this.#queue = new WorkQueue(environment.clock, (key) => this.#sync(key), DELAYS)
    this.#informers = environment.informers()
    this.#informers.on<Service>('services', {
      add: (service) => {
        if (wantsLoadBalancer(service) || needsCleanup(service)) this.#queue.add(keyOf(service))
      },
      update: (service, old) => {
        if (needsUpdate(old, service) || needsCleanup(service)) this.#queue.add(keyOf(service))
      },
    })
    this.#informers.on<Node>('nodes', {
      add: () => this.#syncNodes(),
      update: (node, old) => {
        if (mayMatter(old, node)) this.#syncNodes()
      },
      delete: () => this.#syncNodes(),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#resync?.cancel()
    for (const { timer } of this.#coming.values()) timer.cancel()
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const coming = this.#coming.get(key)
    if (coming !== undefined) {
      coming.changed = true
      return undefined
    }
    const service = this.#client.lister.get<Service>('services', namespace, name)
    if (service === undefined) return undefined
    if (wantsLoadBalancer(service) && !needsCleanup(service)) return this.#ensure(key, service)
    const result = this.#delete(key, service)
    if (result === 'retry') this.#resync ??= this.#clock.at(this.#nextResync(), () => this.#lookAtCleanups())
    return result
  }

  #nextResync(): number {
    return this.#begun + (Math.floor((this.#clock.now() - this.#begun) / RESYNC_MS) + 1) * RESYNC_MS
  }

  #lookAtCleanups(): void {
    this.#resync = undefined
    for (const service of this.#client.lister.list<Service>('services'))
      if (needsCleanup(service)) this.#queue.add(keyOf(service))
  }

  #ensure(key: string, service: Service): SyncResult {
    this.#tell(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer')
    if (!isHeld(service)) {
      const finalizers = [...(service.metadata.finalizers ?? []), CLEANUP]
      const refused = this.#patch(service, { metadata: { finalizers } })
      if (refused !== undefined) return this.#fail(service, `failed to add load balancer cleanup finalizer: ${refused}`)
    }
    const nodes = balancedNodes(this.#client)
    if (nodes.length === 0) this.#tell(service, 'Warning', 'UnAvailableLoadBalancer', NO_NODES)
    this.#backends.set(key, nodes)
    const { takes } = this.#cloud.balancers
    if (takes === 0 || this.#cloud.hasBalancer(service.metadata.uid ?? '')) return this.#ensured(service)
    const timer = this.#clock.after(takes, () => {
      const changed = this.#coming.get(key)?.changed
      this.#coming.delete(key)
      if (this.#ensured(service) === 'retry') this.#queue.addRateLimited(key)
      else if (changed) this.#queue.add(key)
    })
    this.#coming.set(key, { timer, changed: false })
    return undefined
  }

  #ensured(service: Service): SyncResult {
    const balancer = this.#cloud.ensureBalancer(service.metadata.uid ?? '', service.spec.loadBalancerIP || undefined)
    if ('error' in balancer) return this.#fail(service, `failed to ensure load balancer: ${balancer.error}`)
    this.#tell(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer')
    if (service.status.loadBalancer?.ingress?.some(({ ip }) => ip === balancer.ip)) return undefined
    return this.#writeStatus(service, [{ ip: balancer.ip }])
  }

  #delete(key: string, service: Service): SyncResult {
    const { uid = '' } = service.metadata
    if (this.#cloud.hasBalancer(uid)) {
      this.#tell(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer')
      this.#cloud.deleteBalancer(uid)
    }
    this.#backends.delete(key)
    if (isHeld(service)) {
      const refused = this.#patch(service, { metadata: { '$deleteFromPrimitiveList/finalizers': [CLEANUP] } })
      if (refused !== undefined)
        return this.#fail(service, `failed to remove load balancer cleanup finalizer: ${refused}`)
    }
    this.#tell(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer')
    return (service.status.loadBalancer?.ingress ?? []).length === 0 ? undefined : this.#writeStatus(service, null)
  }

  #writeStatus(service: Service, ingress: readonly { readonly ip: string }[] | null): SyncResult {
    const refused = this.#patch(service, { status: { loadBalancer: { ingress } } })
    return refused === undefined ? undefined : this.#fail(service, `failed to update load balancer status: ${refused}`)
  }

  /** Patches through the status; why it was refused, if the Service is still there. */
  #patch({ metadata }: Service, body: object): string | undefined {
    const { namespace = '', name = '' } = metadata
    const patched = this.#client.patch('services', namespace, name, STRATEGIC, body, 'status')
    return patched.ok || patched.status.code === 404 ? undefined : (patched.status.message ?? '')
  }

  #fail(service: Service, error: string): SyncResult {
    this.#tell(service, 'Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: ${error}`)
    return 'retry'
  }

  /** Leads every load balancer to the nodes there are now. */
  #syncNodes(): void {
    if (this.#backends.size === 0) return
    const nodes = balancedNodes(this.#client)
    for (const [key, before] of this.#backends) {
      const [namespace, name] = splitKey(key)
      const service = this.#client.lister.get<Service>('services', namespace, name)
      if (service === undefined || !wantsLoadBalancer(service) || this.#coming.has(key)) continue
      this.#backends.set(key, nodes)
      // A load balancer that has not come yet cannot be led anywhere: its cloud says so, which is no failure.
      const exists = (service.status.loadBalancer?.ingress ?? []).length > 0
      if (sameBackends(before, nodes) || !exists) continue
      if (nodes.length === 0) this.#tell(service, 'Warning', 'UnAvailableLoadBalancer', NO_NODES)
      else this.#tell(service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts')
    }
  }

  #tell(service: Service, type: EventType, reason: string, message: string): void {
    this.#recorder.event(service, type, reason, message)
  }
}
