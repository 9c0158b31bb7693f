// Keeps PodDisruptionBudgets up to date, by which the API server judges evictions: how many pods there should be, how many are
// healthy, how many may go. A budget is looked at again when the two minutes a pod has to be deleted are over, and a pod two minutes
// after it was to be disrupted. Both queues retry as the default of controllers, without end; what fails but for a conflict makes the
// budget safe and is no failure. Upstream: pkg/controller/disruption/disruption.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { labelSelectorGoText } from '../../../model/label-selector-go-text.ts'
import { isSelectorError, selectorOfObject } from '../../../model/labels.ts'
import type { KubeObject } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { must, retrying, SyncError } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { expectedOf } from './expected.ts'
import { staleIn, syncStale } from './stale-targets.ts'
import { countHealthy, disruptedPods, failSafe, statusOf } from './status.ts'

const RESOURCE = 'poddisruptionbudgets.policy'
const UNMANAGED =
  'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'

/** What is to be looked at again passes by the queue's first delay. */
const RECHECK_MS = 5

/** disruption-controller. */
export const controller: Controller = {
  name: 'disruption-controller',
  wakesOn: [RESOURCE],
  wakes: (object: KubeObject) => object.kind === 'Pod' && staleIn(object as Pod, 0) !== undefined,
  start: (environment) => new Budgets(environment),
}

class Budgets implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #stale: WorkQueue

  constructor(environment: Environment) {
    const { clock } = environment
    this.#clock = clock
    this.#client = controllerClient(environment, 'disruption-controller')
    this.#recorder = new EventRecorder(this.#client, clock, 'controllermanager')
    this.#queue = new WorkQueue(
      clock,
      retrying((key) => this.#sync(key)),
    )
    this.#stale = new WorkQueue(clock, (key) => syncStale(this.#client, clock, key))
    this.#informers = environment.informers()
    const enqueue = (budget: PodDisruptionBudget): void => this.#queue.add(keyOf(budget))
    this.#informers.on<PodDisruptionBudget>(RESOURCE, { add: enqueue, update: enqueue, delete: enqueue })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(pod),
      update: (pod) => this.#podChanged(pod),
      delete: (pod) => this.#enqueueBudgetOf(pod),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#stale.stop()
  }

  #podChanged(pod: Pod): void {
    this.#enqueueBudgetOf(pod)
    const wait = staleIn(pod, this.#clock.now())
    if (wait !== undefined) this.#stale.addAfter(keyOf(pod), wait)
  }

  /** Of several budgets upstream takes any; here it is the first by name. */
  #enqueueBudgetOf(pod: Pod): void {
    const { namespace, name, labels } = pod.metadata
    const budgets = this.#client.lister.list<PodDisruptionBudget>(RESOURCE, namespace).filter(({ spec }) => {
      const selector = selectorOfObject(spec.selector)
      return !isSelectorError(selector) && selector.matches(labels)
    })
    const [budget] = budgets
    if (budget === undefined) return
    if (budgets.length > 1) {
      const chosen = budget.metadata.name
      const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${chosen}" arbitrarily.`
      this.#recorder.event(pod, 'Warning', 'MultiplePodDisruptionBudgets', message)
    }
    this.#queue.add(keyOf(budget))
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const budget = this.#client.lister.get<PodDisruptionBudget>(RESOURCE, namespace, name)
    if (budget === undefined) return undefined
    try {
      return this.#trySync(budget)
    } catch (error) {
      if (!(error instanceof SyncError) || error.status?.reason === 'Conflict') throw error
      const status = failSafe(budget, error.message, this.#clock.now())
      must(this.#client.updateStatus(RESOURCE, { ...budget, status }))
      return undefined
    }
  }

  #trySync(budget: PodDisruptionBudget): SyncResult {
    const now = this.#clock.now()
    const pods = this.#podsOf(budget)
    if (pods.length === 0) this.#recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found')
    const expected = this.#expectedOf(budget, pods)
    const disrupted = disruptedPods(budget, pods, now)
    for (const pod of disrupted.overdue) {
      // Upstream names the namespace twice.
      const { namespace } = budget.metadata
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`
      this.#recorder.event(pod, 'Warning', 'NotDeleted', message)
    }
    const status = statusOf(budget, expected, countHealthy(pods, disrupted, now), disrupted, now)
    if (status !== undefined) must(this.#client.updateStatus(RESOURCE, { ...budget, status }))
    const { recheckAt } = disrupted
    return recheckAt === undefined ? undefined : { afterMs: recheckAt - now + RECHECK_MS }
  }

  #podsOf(budget: PodDisruptionBudget): readonly Pod[] {
    const selector = selectorOfObject(budget.spec.selector)
    if (isSelectorError(selector)) {
      this.#recorder.event(budget, 'Warning', 'NoPods', `Failed to get pods: ${selector.error}`)
      throw new SyncError(undefined, selector.error)
    }
    if (selector.nothing) return []
    const pods = this.#client.lister.list<Pod>('pods', budget.metadata.namespace)
    this.#queue.weigh(keyOf(budget), pods.length)
    return pods.filter(({ metadata }) => selector.matches(metadata.labels))
  }

  #expectedOf(budget: PodDisruptionBudget, pods: readonly Pod[]): ReturnType<typeof expectedOf> {
    try {
      const expected = expectedOf(this.#client, budget, pods)
      if (expected.unmanaged) {
        const which = `Pods selected by this PodDisruptionBudget (selector: ${labelSelectorGoText(budget.spec.selector)})`
        this.#recorder.event(budget, 'Warning', 'UnmanagedPods', `${which} were found to be unmanaged. ${UNMANAGED}`)
      }
      return expected
    } catch (error) {
      if (error instanceof SyncError) {
        const message = `Failed to calculate the number of expected pods: ${error.message}`
        this.#recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message)
      }
      throw error
    }
  }
}
