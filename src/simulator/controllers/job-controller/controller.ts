// Runs pods to completion. What happens to pods and statuses is gathered for a second; a Job is looked at again when its deadline or the
// pause after a failed pod is over. Both queues retry after a second, doubling to a minute, without bucket and without end; pods that a
// Job which is over or gone is to let go are tried once with each change of it, one by one only when something happens to them.
// Upstream: pkg/controller/job/job_controller.go.
import type { Job } from '../../../generated/api/batch.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Client, Result } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByController } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { claim, ownedOrOrphans, storedSelector } from '../lib/claims.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { PodControl } from '../lib/pod-control.ts'
import { mustUnlessGone, retrying } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { type BackoffRecord, noFailures } from './backoff.ts'
import { isFinished } from './conditions.ts'
import { FINALIZER, isTracked } from './job-pods.ts'
import { RELEASE } from './manage.ts'
import { syncJob } from './sync.ts'
import type { Context } from './sync-state.ts'

const RESOURCE = 'jobs.batch'
const OURS = 'kubernetes.io/job-controller'
/** Before the uid of a Job all of whose pods are to be let go. */
const OF_JOB = 'job:'
/** Changes of pods and statuses are gathered for so long. */
const BATCH_MS = 1000
const DELAYS = { baseMs: 1000, maxMs: 60_000, bucket: false } as const

/** job-controller. */
export const controller: Controller = {
  name: 'job-controller',
  wakesOn: ['jobs.batch'],
  start: (environment) => new Jobs(environment),
}

const isForeign = ({ spec }: Job): boolean => spec.managedBy !== undefined && spec.managedBy !== OURS

class Jobs implements Running {
  readonly #client: Client
  readonly #context: Context
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #orphans: WorkQueue
  readonly #records = new Map<string, BackoffRecord>()

  constructor(environment: Environment) {
    const { clock } = environment
    const client = controllerClient(environment, 'job-controller')
    const recorder = new EventRecorder(client, clock, 'job-controller')
    this.#client = client
    this.#context = {
      client,
      clock,
      recorder,
      pods: new PodControl(client, recorder),
      again: (job, afterMs) => this.#queue.addAfter(keyOf(job), afterMs),
      keepRecord: (job, record) => this.#records.set(keyOf(job), record),
    }
    this.#queue = new WorkQueue(
      clock,
      retrying((key) => this.#sync(key)),
      DELAYS,
    )
    this.#orphans = new WorkQueue(
      clock,
      retrying((key) => this.#release(key)),
      DELAYS,
    )
    this.#informers = environment.informers()
    this.#listen()
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#orphans.stop()
  }

  #listen(): void {
    this.#informers.on<Job>(RESOURCE, {
      add: (job) => this.#queue.add(keyOf(job)),
      update: (job, old) => this.#jobChanged(job, old),
      delete: (job) => {
        this.#queue.add(keyOf(job))
        this.#podsOf(job)
      },
    })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(pod, undefined),
      update: (pod, old) => this.#podChanged(pod, old),
      delete: (pod) => this.#podGoing(pod),
    })
  }

  #jobChanged(job: Job, old: Job): void {
    if (isFinished(job)) {
      this.#podsOf(job)
      return
    }
    if (job.metadata.generation === old.metadata.generation) this.#queue.addAfter(keyOf(job), BATCH_MS)
    else this.#queue.add(keyOf(job))
  }

  /** Pods that a Job which is over (or gone) has not let go: what is refused is not retried. */
  #podsOf({ metadata }: Job): void {
    this.#orphans.add(OF_JOB + metadata.uid)
  }

  #jobOf(pod: Pod): Job | undefined {
    const reference = controllerOf(pod)
    if (reference?.kind !== 'Job') return undefined
    const job = this.#client.lister.get<Job>(RESOURCE, pod.metadata.namespace ?? '', reference.name)
    return job?.metadata.uid === reference.uid ? job : undefined
  }

  #podChanged(pod: Pod, old: Pod | undefined): void {
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.#podGoing(pod)
      return
    }
    const [reference, before] = [controllerOf(pod), old && controllerOf(old)]
    if (before !== undefined && before.uid !== reference?.uid) {
      const job = this.#jobOf(old!)
      if (job !== undefined) this.#queue.addAfter(keyOf(job), BATCH_MS)
    }
    if (reference !== undefined) {
      const job = this.#jobOf(pod)
      if (job !== undefined) this.#queue.addAfter(keyOf(job), BATCH_MS)
      return
    }
    if (isTracked(pod)) this.#orphans.add(keyOf(pod))
    if (old !== undefined && before === undefined && old.metadata.labels === pod.metadata.labels) return
    for (const job of this.#client.lister.list<Job>(RESOURCE, pod.metadata.namespace))
      if (storedSelector(job.spec.selector)?.matches(pod.metadata.labels ?? {}))
        this.#queue.addAfter(keyOf(job), BATCH_MS)
  }

  #podGoing(pod: Pod): void {
    const job = this.#jobOf(pod)
    if (job === undefined || isFinished(job)) {
      if (isTracked(pod)) this.#orphans.add(keyOf(pod))
      return
    }
    this.#queue.addAfter(keyOf(job), BATCH_MS)
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const job = this.#client.lister.get<Job>(RESOURCE, namespace, name)
    if (job === undefined || (isFinished(job) && !isForeign(job))) {
      this.#records.delete(key)
      return undefined
    }
    const selector = storedSelector(job.spec.selector)
    if (isForeign(job) || selector === undefined) return undefined
    const owner = { client: this.#client, resource: 'pods', owner: job, selector, finalizer: FINALIZER }
    syncJob(
      this.#context,
      job,
      claim(owner, ownedOrOrphans(this.#client, podsByController, job)),
      this.#records.get(key) ?? noFailures,
    )
    return undefined
  }

  /** Lets a pod go whose Job does not count any more. */
  #release(key: string): undefined {
    if (key.startsWith(OF_JOB)) {
      for (const pod of this.#client.indexed(podsByController, key.slice(OF_JOB.length))) this.#letGo(pod)
      return
    }
    const pod = this.#client.lister.get<Pod>('pods', ...splitKey(key))
    const patched = pod && this.#letGo(pod)
    if (patched !== undefined) mustUnlessGone(patched)
  }

  #letGo(pod: Pod): Result<Pod> | undefined {
    if (!isTracked(pod)) return undefined
    const reference = controllerOf(pod)
    if (reference !== undefined && reference.kind !== 'Job') return undefined
    const job = this.#jobOf(pod)
    if (job !== undefined && (isForeign(job) || !isFinished(job))) return undefined
    const { namespace = '', name = '' } = pod.metadata
    return this.#client.patch<Pod>('pods', namespace, name, 'application/strategic-merge-patch+json', RELEASE)
  }
}
