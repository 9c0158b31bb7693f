// Sizes workloads by what metrics say, one round for each autoscaler every fifteen seconds.
// Upstream: pkg/controller/podautoscaler/horizontal.go.
import type { HorizontalPodAutoscaler } from '../../../generated/api/autoscaling.v2.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import type { Means } from './compute.ts'
import { Memory } from './recommendations.ts'
import { reconcile } from './reconcile.ts'
import { TargetSelectors } from './selectors.ts'

const RESOURCE = 'horizontalpodautoscalers.autoscaling'
const PERIOD_MS = 15_000

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
  readonly #memories = new Map<string, Memory>()

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
      delete: (hpa) => this.#means.selectors.forget(keyOf(hpa)),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  /** Whatever happens, rounds are a period apart: a request while one is waiting changes nothing. */
  #enqueue(hpa: HorizontalPodAutoscaler): void {
    this.#queue.addAfter(keyOf(hpa), PERIOD_MS)
    this.#means.selectors.register(keyOf(hpa))
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const hpa = this.#means.client.lister.get<HorizontalPodAutoscaler>(RESOURCE, namespace, name)
    if (hpa === undefined) {
      this.#memories.delete(key)
      return undefined
    }
    let memory = this.#memories.get(key)
    if (memory === undefined) {
      memory = new Memory()
      this.#memories.set(key, memory)
    }
    reconcile(this.#means, hpa, memory, this.#clock.now())
    return { afterMs: PERIOD_MS }
  }
}
