// Sizes workloads by what metrics say, one round for each autoscaler every fifteen seconds while there is something to see: its queue has
// one delay for everything, failures or not (--horizontal-pod-autoscaler-sync-period).
// Upstream: pkg/controller/podautoscaler/horizontal.go.
import type { HorizontalPodAutoscaler } from '../../../generated/api/autoscaling.v2.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import type { Means } from './compute.ts'
import { reconcile } from './reconcile.ts'
import { PERIOD_MS, Rest } from './rest.ts'
import { TargetSelectors } from './selectors.ts'

const RESOURCE = 'horizontalpodautoscalers.autoscaling'

/** horizontal-pod-autoscaler-controller. */
export const controller: Controller = {
  name: 'horizontal-pod-autoscaler-controller',
  wakesOn: [RESOURCE],
  start: (environment) => new Autoscalers(environment),
}

class Autoscalers implements Running {
  readonly #means: Means
  readonly #clock: Clock
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #rests = new Map<string, Rest>()
  readonly #heard = new Set<ResourceKey>()
  readonly #unlisten: () => void

  constructor(environment: Environment) {
    const { clock, gates, metrics } = environment
    this.#clock = clock
    const client = controllerClient(environment, 'horizontal-pod-autoscaler')
    const recorder = new EventRecorder(client, clock, 'horizontal-pod-autoscaler')
    this.#means = { client, recorder, metrics, gates, selectors: new TargetSelectors() }
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key))
    this.#informers = environment.informers()
    this.#informers.on<HorizontalPodAutoscaler>(RESOURCE, {
      add: (hpa) => this.#enqueue(hpa),
      update: (hpa) => this.#enqueue(hpa),
      delete: (hpa) => {
        this.#means.selectors.forget(keyOf(hpa))
        this.#disturb(hpa.metadata.namespace)
      },
    })
    this.#hear('pods')
    this.#unlisten = metrics.listen((namespace) => this.#disturb(namespace))
  }

  stop(): void {
    this.#unlisten()
    this.#informers.stop()
    this.#queue.stop()
  }

  /** Whatever happens, rounds are a period apart: a request while one is waiting changes nothing. */
  #enqueue(hpa: HorizontalPodAutoscaler): void {
    this.#disturb(hpa.metadata.namespace)
    this.#queue.addAfter(keyOf(hpa), PERIOD_MS)
    this.#means.selectors.register(keyOf(hpa))
  }

  /** Hears of changes to what rounds look at. */
  #hear(resource: ResourceKey): void {
    if (this.#heard.has(resource)) return
    this.#heard.add(resource)
    const disturb = ({ metadata }: KubeObject): void => this.#disturb(metadata.namespace)
    this.#informers.on(resource, { add: disturb, update: disturb, delete: disturb })
  }

  #disturb(namespace: string | undefined): void {
    for (const [key, rest] of this.#rests) {
      if (namespace !== undefined && splitKey(key)[0] !== namespace) continue
      const afterMs = rest.disturb(this.#clock.now())
      if (afterMs !== undefined) this.#queue.addAfter(key, afterMs)
    }
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const hpa = this.#means.client.lister.get<HorizontalPodAutoscaler>(RESOURCE, namespace, name)
    if (hpa === undefined) {
      this.#rests.delete(key)
      return undefined
    }
    let rest = this.#rests.get(key)
    if (rest === undefined) {
      rest = new Rest()
      this.#rests.set(key, rest)
    }
    const now = this.#clock.now()
    const { quiet, resource } = reconcile(this.#means, hpa, rest.memory, now)
    if (resource !== undefined) this.#hear(resource)
    return rest.after(hpa, quiet, now) ? { afterMs: PERIOD_MS } : undefined
  }
}
