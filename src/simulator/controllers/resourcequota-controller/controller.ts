// Counts what namespaces use of their quotas: when a quota changes, when something that counts goes or shrinks, and all of them every
// five minutes since the controller began (--resource-quota-sync-period, no jitter). Its queue retries as the default of controllers,
// without end. It listens to resources only once some quota is about them; kinds of definitions it counts since it has discovered them,
// which it tries every thirty seconds, and a quota that names one sooner waits for its next count.
// Upstream: pkg/controller/resourcequota/{resource_quota_controller,resource_quota_monitor}.go.
import type { ResourceQuota } from '../../../generated/api/core.v1.ts'
import { compareQuantity } from '../../../model/quantity.ts'
import type { QuotaEvaluator } from '../../../model/quota/evaluator.ts'
import { evaluatorsFor, quotaUsage } from '../../../model/quota/usage.ts'
import { type Quantities, quantitiesOf, resourceListOf } from '../../../model/resource-list.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { Discovery } from '../lib/discovery.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const RESYNC_MS = 300_000

/** resourcequota-controller. */
export const controller: Controller = {
  name: 'resourcequota-controller',
  wakesOn: ['resourcequotas'],
  start: (environment) => new ResourceQuotas(environment),
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`

const sameAmounts = (a: Quantities, b: Quantities): boolean => {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => b[name] !== undefined && compareQuantity(a[name]!, b[name]) === 0)
  )
}

class ResourceQuotas implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #begun: number
  readonly #queue: WorkQueue
  readonly #informers: Informers
  readonly #monitored = new Set<string>()
  readonly #discovery: Discovery
  readonly #exists: (resource: string) => boolean
  #resync: Timer | undefined

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'resourcequota-controller')
    this.#clock = environment.clock
    this.#begun = environment.begun
    this.#discovery = new Discovery(this.#client, environment, (resource) => this.#monitorOf(resource))
    this.#exists = (resource) => this.#client.knows(resource) && this.#discovery.knows(resource)
    this.#queue = new WorkQueue(environment.clock, (key) => this.#sync(key))
    this.#informers = environment.informers()
    this.#informers.on<ResourceQuota>('resourcequotas', {
      add: (quota) => this.#added(quota),
      update: (quota, old) => {
        if (!sameAmounts(quantitiesOf(quota.spec.hard), quantitiesOf(old.spec.hard))) this.#added(quota)
      },
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#discovery.stop()
    this.#resync?.cancel()
  }

  #added(quota: ResourceQuota): void {
    this.#queue.add(keyOf(quota))
    if (this.#resync === undefined) this.#scheduleResync()
  }

  /** Counts everything again, for as long as there are quotas. */
  #scheduleResync(): void {
    const periods = Math.floor((this.#clock.now() - this.#begun) / RESYNC_MS)
    this.#resync = this.#clock.at(this.#begun + (periods + 1) * RESYNC_MS, () => {
      this.#resync = undefined
      const quotas = this.#client.lister.list<ResourceQuota>('resourcequotas')
      for (const quota of quotas) this.#queue.add(keyOf(quota))
      if (quotas.length > 0) this.#scheduleResync()
    })
  }

  /** Listens to what a quota is about, as far as it is discovered. */
  #monitorFor({ spec }: ResourceQuota): void {
    const known = (resource: string): boolean => this.#client.knows(resource)
    for (const evaluator of evaluatorsFor(Object.keys(spec.hard ?? {}), known)) this.#monitor(evaluator)
  }

  #monitorOf(resource: ResourceKey): void {
    for (const quota of this.#client.lister.list<ResourceQuota>('resourcequotas'))
      for (const evaluator of evaluatorsFor(Object.keys(quota.spec.hard ?? {}), this.#exists))
        if (evaluator.resource === resource) this.#monitor(evaluator)
  }

  #monitor(evaluator: QuotaEvaluator): void {
    if (this.#monitored.has(evaluator.resource)) return
    if (!this.#discovery.knows(evaluator.resource)) {
      this.#discovery.await(evaluator.resource)
      return
    }
    this.#monitored.add(evaluator.resource)
    const replenish = ({ metadata }: KubeObject): void => {
      for (const quota of this.#client.lister.list<ResourceQuota>('resourcequotas', metadata.namespace))
        if (evaluator.matchingResources(Object.keys(quota.status.hard ?? {})).length > 0) this.#queue.add(keyOf(quota))
    }
    this.#informers.on<KubeObject>(evaluator.resource, {
      update: (object, old) => {
        if (evaluator.frees?.(object, old) === true) replenish(object)
      },
      delete: replenish,
    })
  }

  #sync(key: string): SyncResult {
    const [namespace = '', name = ''] = key.split('/')
    const { lister } = this.#client
    const quota = lister.get<ResourceQuota>('resourcequotas', namespace, name)
    if (quota === undefined) return undefined
    this.#monitorFor(quota)
    const hard = quantitiesOf(quota.spec.hard)
    const known = quantitiesOf(quota.status.used)
    let objects = 0
    const list = (resource: ResourceKey): readonly KubeObject[] => {
      const listed = lister.list(resource, namespace)
      objects += listed.length
      return listed
    }
    const counted = quotaUsage(quota, list, this.#exists, this.#clock.now())
    this.#queue.weigh(key, objects)
    const used: Quantities = {}
    for (const resource in hard) {
      const amount = counted[resource] ?? known[resource]
      if (amount !== undefined) used[resource] = amount
    }
    const told = quota.status.hard !== undefined && quota.status.used !== undefined
    if (told && sameAmounts(hard, quantitiesOf(quota.status.hard)) && sameAmounts(used, known)) return undefined
    const status = { hard: resourceListOf(hard), used: resourceListOf(used) }
    const written = this.#client.updateStatus('resourcequotas', { ...quota, status })
    return written.ok || written.status.code === 404 ? undefined : 'retry'
  }
}
