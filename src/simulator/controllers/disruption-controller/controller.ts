// Counts the pods of disruption budgets and how many evictions they allow; takes back what an eviction said of a pod that stayed.
// Upstream: pkg/controller/disruption/disruption.go.
import type { Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../generated/api/meta.v1.ts'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { storedSelector } from '../lib/claims.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { isPodTerminal, podCondition } from '../lib/pods.ts'
import { must, retrying, SyncError } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { expectationOf } from './expected.ts'
import { disruptedPods, failedStatus, statusOf } from './status.ts'

const RESOURCE = 'poddisruptionbudgets.policy'
const STALE_MS = 120_000

/** disruption-controller. */
export const controller: Controller = {
  name: 'disruption-controller',
  start: (environment) => new Disruptions(environment),
}

class Disruptions implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #stale: WorkQueue

  constructor(environment: Environment) {
    this.#clock = environment.clock
    this.#client = controllerClient(environment, 'disruption-controller')
    this.#recorder = new EventRecorder(this.#client, this.#clock, 'controllermanager')
    this.#queue = new WorkQueue(
      this.#clock,
      retrying((key) => this.#sync(key)),
    )
    this.#stale = new WorkQueue(
      this.#clock,
      retrying((key) => this.#clearStale(key)),
    )
    this.#informers = environment.informers()
    const enqueue = (budget: PodDisruptionBudget): void => this.#queue.add(keyOf(budget))
    const podSeen = (pod: Pod): void => {
      this.#budgetOf(pod)
      const wait = this.#staleAfter(pod)
      if (wait !== undefined) this.#stale.addAfter(keyOf(pod), wait)
    }
    this.#informers.on<Pod>('pods', { add: podSeen, update: podSeen, delete: (pod) => this.#budgetOf(pod) })
    this.#informers.on<PodDisruptionBudget>(RESOURCE, { add: enqueue, update: enqueue, delete: enqueue })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#stale.stop()
  }

  /** Has the (first) budget of a pod looked at. */
  #budgetOf(pod: Pod): void {
    const { namespace, name, labels = {} } = pod.metadata
    const [first, second] = this.#client.lister
      .list<PodDisruptionBudget>(RESOURCE, namespace)
      .filter(({ spec }) => storedSelector(spec.selector)?.matches(labels ?? {}))
    if (first === undefined) return
    if (second !== undefined) {
      const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${first.metadata.name}" arbitrarily.`
      this.#recorder.event(pod, 'Warning', 'MultiplePodDisruptionBudgets', message)
    }
    this.#queue.add(keyOf(first))
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const budget = this.#client.lister.get<PodDisruptionBudget>(RESOURCE, namespace, name)
    if (budget === undefined) return undefined
    try {
      return this.#trySync(budget)
    } catch (error) {
      if (!(error instanceof SyncError) || error.status?.code === 409) throw error
      const status = failedStatus(budget, error.message, this.#clock.now())
      must(this.#client.updateStatus(RESOURCE, { ...budget, status }))
      return undefined
    }
  }

  #trySync(budget: PodDisruptionBudget): SyncResult {
    const now = this.#clock.now()
    const pods = this.#client.lister
      .list<Pod>('pods', budget.metadata.namespace)
      .filter(({ metadata }) => storedSelector(budget.spec.selector)?.matches(metadata.labels ?? {}))
    if (pods.length === 0) this.#recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found')
    const expectation = this.#expectation(budget, pods)
    const disrupted = disruptedPods(budget, pods, now)
    const { namespace } = budget.metadata
    for (const pod of disrupted.late) {
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`
      this.#recorder.event(pod, 'Warning', 'NotDeleted', message)
    }
    const status = statusOf(budget, expectation, pods, disrupted.pods, now)
    if (status !== undefined) must(this.#client.updateStatus(RESOURCE, { ...budget, status }))
    return disrupted.recheckAt === undefined ? undefined : { afterMs: disrupted.recheckAt - now }
  }

  #expectation(budget: PodDisruptionBudget, pods: readonly Pod[]): ReturnType<typeof expectationOf> {
    try {
      const expectation = expectationOf(this.#client, budget, pods)
      if (expectation.unmanaged.length > 0) {
        const message =
          `Pods selected by this PodDisruptionBudget (selector: ${selectorText(budget.spec.selector)}) were found to be unmanaged. ` +
          'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
          'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
        this.#recorder.event(budget, 'Warning', 'UnmanagedPods', message)
      }
      return expectation
    } catch (error) {
      if (!(error instanceof SyncError)) throw error
      const message = `Failed to calculate the number of expected pods: ${error.message}`
      this.#recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message)
      throw error
    }
  }

  /** Milliseconds until a pod that was to be disrupted, and still lives, counts as spared. */
  #staleAfter(pod: Pod): number | undefined {
    const condition = podCondition(pod, 'DisruptionTarget')
    if (pod.metadata.deletionTimestamp !== undefined || condition?.status !== 'True') return undefined
    if (condition.reason === 'TerminationByKubelet' || isPodTerminal(pod)) return undefined
    return Math.max(0, STALE_MS - (this.#clock.now() - parseTime(condition.lastTransitionTime ?? '')))
  }

  #clearStale(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const pod = this.#client.lister.get<Pod>('pods', namespace, name)
    const wait = pod && this.#staleAfter(pod)
    if (pod === undefined || wait === undefined) return undefined
    if (wait > 0) return { afterMs: wait }
    const { generation } = pod.metadata
    const cleared: PodCondition = {
      type: 'DisruptionTarget',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: formatTime(this.#clock.now()),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    }
    const conditions = pod.status.conditions!.map((each) => (each.type === cleared.type ? cleared : each))
    must(this.#client.updateStatus('pods', { ...pod, status: { ...pod.status, conditions } }))
    return undefined
  }
}

/** A selector as Go prints the struct. */
function selectorText(selector: LabelSelector | null | undefined): string {
  if (selector === null || selector === undefined) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}
