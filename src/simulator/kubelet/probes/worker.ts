// One probe of one container, through all its restarts: asked at once when the pod is taken up and then every period; a kubelet
// that has just started waits for a random part of the period before. The kubelets a scenario begins with have run for long.
// Upstream: pkg/kubelet/prober/worker.go.
import type { Container, Pod, Probe } from '../../../generated/api/core.v1.ts'
import { drive } from '../../containers/coroutine.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import { fieldPathOf, type NodeContext } from '../node-context.ts'
import { shouldRestart } from '../restart-policy.ts'
import type { ContainerInstance } from '../runtime.ts'
import { type Outcome, runProbe } from './handlers.ts'
import type { ProbeResult, ProbeResults, ProbeType } from './results.ts'

/** What a probe needs of its pod. */
export interface ProbedPod {
  readonly node: NodeContext
  readonly results: ProbeResults
  pod(): Pod
  podIp(): string
  /** The container as the pod's status last showed it. */
  shown(name: string): ContainerInstance | undefined
  started(instance: ContainerInstance): boolean
  /** Whether all containers of the pod start anew. */
  restartsAll(): boolean
  /** A result has changed. */
  changed(type: ProbeType, instance: ContainerInstance, result: ProbeResult): void
}

const initial: Readonly<Record<ProbeType, ProbeResult>> = {
  startup: 'unknown',
  readiness: 'failure',
  liveness: 'success',
}
const names: Readonly<Record<ProbeType, string>> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' }
const RETRIES = 3

/** A probe at work. */
export class ProbeWorker {
  readonly type: ProbeType
  readonly container: Container
  readonly #probe: Probe
  readonly #of: ProbedPod
  readonly #clock: Clock
  #timer: Timer | undefined
  #asking: (() => void) | undefined
  /** The pod was being deleted already when it was taken up. */
  #deleted: boolean
  /** It waits for the moment to begin. */
  #sleeping = false
  /** What has come up while it was asking: a period has passed, or it was asked for out of turn. */
  #due: 'tick' | 'trigger' | undefined
  #current: ContainerInstance | undefined
  #onHold = false
  #last: ProbeResult | undefined
  #run = 0
  #stopped = false
  #suspended = false

  constructor(of: ProbedPod, type: ProbeType, container: Container, probe: Probe) {
    this.#of = of
    this.type = type
    this.container = container
    this.#probe = probe
    this.#clock = of.node.clock
    this.#deleted = of.pod().metadata.deletionTimestamp !== undefined
    this.#begin()
  }

  /** How long a period is. */
  get #period(): number {
    return (this.#probe.periodSeconds ?? 10) * 1000
  }

  /** So that not all probes of a node come at once. */
  #begin(): void {
    const { restarted, random } = this.#of.node
    this.#sleeping = restarted.at !== undefined && this.#period > this.#clock.now() - restarted.at
    if (!this.#sleeping) {
      this.#tick()
      return
    }
    this.#timer = this.#clock.after(random.int(this.#period), () => {
      this.#sleeping = false
      this.#tick()
      this.#ask()
      if (this.#asking === undefined) this.#next()
    })
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#asking?.()
  }

  /** Asks no more until `resume`. */
  suspend(): void {
    this.#timer?.cancel()
    this.#asking?.()
    this.#asking = undefined
    this.#due = undefined
    this.#sleeping = false
    this.#suspended = true
  }

  /** Asks again, from the beginning. */
  resume(): void {
    this.#suspended = false
    if (this.#stopped) return
    this.#onHold = false
    this.#last = undefined
    this.#run = 0
    this.#current = undefined
    this.#deleted = this.#of.pod().metadata.deletionTimestamp !== undefined
    this.#begin()
  }

  /** Asks now, out of turn, or as soon as it has done asking; periods are counted from then. */
  trigger(): void {
    if (this.#stopped || this.#suspended) return
    if (this.#asking !== undefined || this.#sleeping) {
      this.#due = 'trigger'
      return
    }
    this.#timer?.cancel()
    this.#tick()
    this.#ask()
  }

  #tick(): void {
    this.#timer = this.#clock.after(this.#period, () => {
      if (this.#stopped) return
      this.#tick()
      if (this.#asking === undefined) this.#ask()
      else this.#due ??= 'tick'
    })
  }

  /** Goes on with what has come up while it was asking. */
  #next(): void {
    const due = this.#due
    this.#due = undefined
    if (due === undefined || this.#stopped || this.#suspended) return
    if (due === 'trigger') this.trigger()
    else this.#ask()
  }

  #ask(): void {
    const { results } = this.#of
    const pod = this.#of.pod()
    const instance = this.#of.shown(this.container.name)
    if (instance === undefined) return
    if (instance !== this.#current) {
      if (this.#current !== undefined) results.remove(this.type, this.#current.id)
      this.#current = instance
      this.#onHold = false
      if (!ranBefore(instance, this.#of.node)) this.#set(instance, initial[this.type])
    }
    if (this.#onHold) return
    if (instance.state !== 'running') {
      this.#set(instance, 'failure')
      if (!shouldRestart(this.container, pod, instance.exit?.code ?? 0) && !this.#of.restartsAll()) this.stop()
      return
    }
    if (this.#deleted && this.type !== 'readiness') {
      this.#set(instance, 'success')
      this.stop()
      return
    }
    // Statuses tell whole seconds.
    const age = Math.floor(this.#of.node.time.now() / 1000 - Math.floor(instance.startedAt / 1000))
    if (age < (this.#probe.initialDelaySeconds ?? 0)) return
    if (this.#of.started(instance) === (this.type === 'startup')) return
    this.#probeNow(instance, RETRIES)
  }

  #probeNow(instance: ContainerInstance, retries: number): void {
    const { node, podIp } = this.#of
    let over = false
    const stop = drive(runProbe(this.#probe, instance, node.network, podIp(), node.ips.bridge), (outcome) => {
      over = true
      this.#asking = undefined
      if (outcome.result === 'error' && retries > 1) this.#probeNow(instance, retries - 1)
      else {
        this.#judge(instance, outcome)
        this.#next()
      }
    })
    if (!over) this.#asking = stop
  }

  #judge(instance: ContainerInstance, { result: outcome, output }: Outcome): void {
    const tell = (reason: string, message: string): void =>
      this.#of.node.recorder.event(
        this.#of.pod(),
        'Warning',
        reason,
        `${names[this.type]} probe ${message}`,
        fieldPathOf(this.#of.pod(), instance.name),
      )
    if (outcome === 'error') {
      tell('Unhealthy', `errored and resulted in unknown state: ${output}`)
      return
    }
    if (outcome === 'failure') tell('Unhealthy', `failed: ${output}`)
    if (outcome === 'warning') tell('ProbeWarning', `warning: ${output}`)
    if (instance.state !== 'running') return
    const result: ProbeResult = outcome === 'failure' ? 'failure' : 'success'
    this.#run = this.#last === result ? this.#run + 1 : 1
    this.#last = result
    const { failureThreshold = 3, successThreshold = 1 } = this.#probe
    if (this.#run < (result === 'failure' ? failureThreshold : successThreshold)) return
    if (this.type === 'startup' || (this.type === 'liveness' && result === 'failure')) {
      this.#onHold = true
      this.#run = 0
    }
    this.#set(instance, result)
  }

  #set(instance: ContainerInstance, result: ProbeResult): void {
    if (this.#of.results.set(this.type, instance.id, result)) this.#of.changed(this.type, instance, result)
  }
}

/** Containers that have run for so long when their kubelet starts again are left as they are until they are asked. */
const GRACE_MS = 10_000

/** It ran before its kubelet started. */
export const ranBefore = ({ state, startedAt }: ContainerInstance, { restarted, time }: NodeContext): boolean =>
  state === 'running' && restarted.at !== undefined && time.clusterTime(startedAt) < restarted.at - GRACE_MS
