// The worker of one pod: does one piece of work at a time (sync, end, last word), goes on when something has changed, tries again
// when something failed. It sleeps while nothing happens. Upstream: pkg/kubelet/pod_workers.go, pkg/kubelet/pleg.
import type { Pod } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { isUnanswered } from '../client/client.ts'
import { type Co, drive, Moment, sleep } from '../containers/coroutine.ts'
import type { Timer } from '../engine/clock.ts'
import { rejection } from './admission/chain.ts'
import type { Rejection } from './admission/contract.ts'
import { Grace } from './kill.ts'
import type { NodeContext } from './node-context.ts'
import { PodSync } from './pod-sync.ts'
import type { PodRemains } from './remains.ts'
import type { Failure } from './status.ts'
import { FRESH_MS, JITTER, REFUSED_MS, RELIST_MS, RESYNC_MS, RETRY_MS, SEEN_MS, TRANSIENT_MS } from './sync-times.ts'
import { nextTick } from './unsent.ts'
import { WorkQueue } from './work-queue.ts'

/** One pod of one node. */
export class PodWorker {
  readonly #node: NodeContext
  readonly #forget: () => void
  readonly sync: PodSync
  /** The pod as it was last heard of: the answers to the worker's own writes may know more, but nobody has acted on that. */
  #heard: Pod
  #work: 'sync' | 'terminating' | 'terminated' | 'done' = 'sync'
  #busy = false
  #pending = false
  /** The runtime has changed and nobody has looked since. */
  #changed = false
  #freshAt = 0
  #synced = 0
  /** The work under way was asked for because the runtime has changed. */
  #looking = false
  /** A container was restarted in answer to its end: the end of the new one is heard of twice. */
  #echo = false
  #stopped = false
  #suspended = false
  #stopWork: (() => void) | undefined
  readonly #queue: WorkQueue
  #seen: Timer | undefined
  #deadline: Timer | undefined
  /** The runtime is not well: when that is over. */
  #skipped: Timer | undefined
  #grace: Grace | undefined
  /** Why the pod was not taken, until that is said. */
  #refusal: Rejection | undefined
  /** Set when the pod is to be ended for a reason of its own: eviction. */
  #eviction: { readonly failure: Failure; readonly graceSeconds: number } | undefined
  readonly #ending = new Moment()
  /** Nothing of it runs any more, for good. */
  readonly done = new Moment()
  #entered = false
  #retired = false
  /** Taken by the kubelet that runs now. */
  #admitted = false
  #finishing = false

  /** `forget` is called when nothing of the pod is left; `remains` is what the node has of it from before it booted. */
  constructor(node: NodeContext, pod: Pod, forget: () => void, remains?: PodRemains) {
    this.#node = node
    this.#forget = forget
    this.#queue = new WorkQueue(node)
    this.#heard = pod
    const listener = {
      changed: () => this.#runtimeChanged(),
      wake: () => this.wake(),
      resync: () => this.resync(),
      ending: this.#ending,
    }
    this.sync = new PodSync(node, pod, listener, remains)
    if (pod.metadata.deletionTimestamp !== undefined && pod.status.startTime) this.#admitted = true
    if (this.#admitted || this.#admit()) {
      this.#bookDeadline()
      this.sync.watchLimits((failure) => {
        node.recorder.event(this.sync.pod, 'Warning', failure.reason, failure.message)
        this.evict(failure, 1)
      })
      if (pod.metadata.deletionTimestamp !== undefined) this.#terminate()
      else this.wake()
    }
  }

  /** It counts against the node: taken, and not all of it stopped yet. */
  get active(): boolean {
    return this.#admitted && (this.#work === 'sync' || this.#work === 'terminating')
  }

  /** Nothing of it runs any more, for good. */
  get ended(): boolean {
    return this.#work === 'done'
  }

  get pod(): Pod {
    return this.sync.pod
  }

  /** The API's version of the pod has changed. */
  update(pod: Pod): void {
    const { metadata: before } = this.#heard
    const gates = pod.spec.readinessGates !== undefined && pod.status.conditions !== this.sync.pod.status.conditions
    this.#heard = pod
    this.sync.update(pod)
    const { generation, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
    if (deletionGracePeriodSeconds !== undefined)
      this.#grace?.shorten(deletionGracePeriodSeconds, this.#node.clock.now())
    if (deletionTimestamp !== undefined && before.deletionTimestamp === undefined) {
      if (this.#work === 'done') this.#finish()
      else this.#terminate()
    } else if (gates || generation !== before.generation || toldOtherwise(pod.metadata, before)) {
      this.#bookDeadline()
      this.wake()
    }
  }

  /** The pod is gone from the API: what still runs is stopped, nothing is written any more. */
  removed(): void {
    this.sync.told.gone = true
    if (this.#work === 'done') this.#finish()
    else this.#terminate()
  }

  /** Ends the pod as failed: the node needs what it uses. */
  evict(failure: Failure, graceSeconds: number): void {
    if (this.#work !== 'sync') {
      this.#grace?.shorten(graceSeconds, this.#node.clock.now())
      return
    }
    this.#eviction = { failure, graceSeconds }
    this.sync.killed = { ...failure, byKill: true }
    this.#terminate()
  }

  /** Its file has gone: what runs is ended. */
  retire(): void {
    this.#retired = true
    if (this.#work === 'done') this.#finish()
    else this.#terminate()
  }

  /** The node is down: nothing happens any more, its processes are gone. */
  stop(): void {
    this.#stopped = true
    this.#stopWork?.()
    this.#queue.cancel()
    this.#seen?.cancel()
    this.#deadline?.cancel()
    this.#skipped?.cancel()
    this.sync.stop()
  }

  /** The kubelet has stopped: containers run on, work under way is lost. */
  suspend(): void {
    this.#suspended = true
    this.#admitted = false
    this.#finishing = false
    this.#stopWork?.()
    this.#busy = false
    this.#pending = false
    this.#queue.cancel()
    this.#seen?.cancel()
    this.#deadline?.cancel()
    this.#skipped?.cancel()
    this.sync.suspend()
  }

  /** The kubelet has started again and takes the pod up as it finds it. */
  resume(): void {
    if (!this.#suspended) return
    this.#suspended = false
    this.#freshAt = 0
    this.sync.resume()
    this.#bookRefusal()
    if (this.#work === 'sync' && !this.#admit()) return
    this.#admitted = true
    this.#bookDeadline()
    if (this.#work === 'done' && this.#refusal === undefined) this.#finish()
    else this.wake()
  }

  /** The node's clock was set. */
  clockSet(): void {
    if (this.#work === 'sync' && !this.#suspended) this.#bookDeadline()
  }

  /** Looks at the pod as soon as it is free; nothing new is begun while the runtime is not well. */
  wake(): void {
    if (this.#stopped || this.#suspended || this.#work === 'done' || this.#node.health.stuck) return
    const { wellAgain } = this.#node.health
    this.#skipped?.cancel()
    if (wellAgain === undefined) this.#go()
    else if (wellAgain < Number.POSITIVE_INFINITY) this.#skipped = this.#node.clock.at(wellAgain, () => this.wake())
  }

  #go(): void {
    if (this.#busy) {
      this.#pending = true
      return
    }
    this.#busy = true
    this.#pending = false
    this.#stopWork = drive(this.#once(), () => {
      this.#busy = false
      if (this.#pending && !this.#stopped && !this.#suspended && this.#work !== 'done') this.#go()
    })
  }

  #terminate(): void {
    if (this.#work === 'sync') this.#work = 'terminating'
    this.#ending.arrive()
    this.wake()
  }

  /** The next sync that comes of itself will not go like the last. */
  resync(): void {
    if (this.#work === 'sync' && !this.#stopped && !this.#suspended && !this.#queue.waits)
      this.#queue.enqueue(nextTick(this.#synced, this.#node.clock.now(), RESYNC_MS * JITTER), () => this.wake())
  }

  #runtimeChanged(): void {
    this.#changed = true
    if (!this.#busy && !this.#suspended) this.#look(this.#node.pace.takes(SEEN_MS))
  }

  #look(after: number): void {
    const at = this.#node.clock.now() + after
    this.#seen?.cancel()
    this.#seen = this.#node.clock.at(at, () => {
      this.#looking = true
      this.wake()
    })
  }

  /** One piece of work. */
  *#once(): Co<void> {
    const { clock } = this.#node
    if (clock.now() < this.#freshAt) yield sleep(clock, this.#freshAt - clock.now())
    this.#seen?.cancel()
    this.#changed = false
    switch (this.#work) {
      case 'sync':
        this.#freshAt = 0
        yield* this.#syncOnce()
        if (this.#freshAt === 0) this.#freshAt = clock.now() + FRESH_MS
        return
      case 'terminating': {
        this.#grace = new Grace(this.#graceSeconds(), clock.now())
        yield* this.sync.terminate(this.#grace)
        this.#work = 'terminated'
        this.#pending = true
        break
      }
      case 'terminated':
        if (this.#refusal === undefined) this.sync.lastWord()
        else this.#reject()
        this.#work = 'done'
        this.done.arrive()
        this.#node.retryResizes()
        this.#finish()
        return
      case 'done':
        return
    }
    this.#freshAt = clock.now() + FRESH_MS
  }

  *#syncOnce(): Co<void> {
    const { clock } = this.#node
    const looked = this.#looking
    this.#looking = false
    if (!this.#entered) {
      this.#entered = true
      for (const gone of this.#node.leaving()) yield gone.wait
    }
    const outcome = yield* this.sync.sync()
    if (this.#work !== 'sync') {
      this.#pending = true
      return
    }
    if (outcome.terminal) {
      this.#work = 'terminating'
      this.#pending = true
      return
    }
    this.#synced = clock.now()
    this.#queue.cancel()
    if (outcome.failed) {
      const pause = outcome.networkNotReady === true ? TRANSIENT_MS : RETRY_MS
      const wait = outcome.retryAt === undefined ? pause : Math.max(outcome.retryAt - clock.now(), 0)
      this.#queue.enqueue(clock.now() + Math.min(wait, RESYNC_MS) * JITTER, () => this.wake())
    }
    if (looked && outcome.restarted === true) this.#echo = true
    if (!this.#changed) {
      if (looked && this.#echo && outcome.failed) {
        this.#echo = false
        this.#look(FRESH_MS)
      }
      return
    }
    this.#look(outcome.failed ? FRESH_MS : RELIST_MS)
    // The look that was asked for is fresh enough.
    if (!outcome.failed) this.#freshAt = clock.now() + RELIST_MS
  }

  #graceSeconds(): number {
    const { metadata, spec } = this.sync.pod
    return (
      metadata.deletionGracePeriodSeconds ??
      this.#eviction?.graceSeconds ??
      (this.sync.told.gone ? 0 : (spec.terminationGracePeriodSeconds ?? 30))
    )
  }

  /** Each start of a kubelet admits its pods anew; one that has no place any more is ended. */
  #admit(): boolean {
    const { pod } = this.sync
    // With what it was given before, whatever it has asked for since.
    const refusal = rejection(this.sync.allocated, this.#node)
    this.#admitted = true
    if (refusal === undefined) return true
    this.#refusal = refusal
    if (this.sync.runtime.made().size > 0) {
      this.sync.tellRejection(refusal)
      this.#terminate()
      return false
    }
    this.#work = 'done'
    if (pod.metadata.deletionTimestamp !== undefined) this.#finish()
    else this.#bookRefusal()
    return false
  }

  #bookRefusal(): void {
    if (this.#refusal === undefined || this.#work !== 'done') return
    this.#queue.after(REFUSED_MS, () => {
      if (this.#refusal === undefined) return
      this.sync.tellRejection(this.#refusal)
      this.#reject()
    })
  }

  #reject(): void {
    if (this.#refusal !== undefined) this.sync.reject(this.#refusal)
    this.#refusal = undefined
  }

  #bookDeadline(): void {
    const seconds = this.sync.pod.spec.activeDeadlineSeconds
    this.#deadline?.cancel()
    if (seconds === undefined || seconds === null) return
    this.#deadline = this.#node.clock.at(this.#node.time.clusterTime(this.sync.startTime + seconds * 1000), () =>
      this.wake(),
    )
  }

  /** A slow kubelet says its last word and then deletes the pod: each takes its time. */
  #later(): boolean {
    const { pace } = this.#node
    if (pace.longer === 0 || this.#finishing || this.sync.told.gone || this.#retired) return false
    this.#finishing = true
    this.#queue.after(2 * pace.longer, () => this.#finish())
    return true
  }

  /** All is stopped: a pod that is being deleted goes for good. */
  #finish(): void {
    const { client } = this.#node
    const { name = '', namespace = '', uid = '', deletionTimestamp } = this.sync.pod.metadata
    if (!this.sync.told.gone && !this.#retired && deletionTimestamp === undefined) return
    if (this.#later()) return
    this.stop()
    this.sync.release()
    if (!this.sync.told.gone && !this.#retired) {
      const deleted = client.delete('pods', namespace, name, { gracePeriodSeconds: 0, uid })
      if (!deleted.ok && isUnanswered(deleted.status)) {
        this.#node.unsent.add(() => this.#finish())
        return
      }
    }
    this.#forget()
  }
}

/** Labels or annotations differ: containers may see them in files. */
const toldOtherwise = (now: Pod['metadata'], before: Pod['metadata']): boolean =>
  (now.labels !== before.labels && !deepEqual(now.labels, before.labels)) ||
  (now.annotations !== before.annotations && !deepEqual(now.annotations, before.annotations))
