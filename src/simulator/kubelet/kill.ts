// Ends containers: preStop hook, SIGTERM, the rest of the grace period, SIGKILL; sidecars last and in reverse.
// Upstream: killContainer and killContainersWithSyncResult in kuberuntime_container.go, kuberuntime_termination_order.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { type Co, drive, either, sleep, together, type Wait } from '../containers/coroutine.ts'
import { runHook } from './hooks.ts'
import { fieldPathOf, type NodeContext } from './node-context.ts'
import { isSidecar } from './restart-policy.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** Every container has at least so long, so that it is not killed needlessly. */
const MIN_GRACE_SECONDS = 2

/** Why a container is ended; probes may have grace periods of their own. */
export type KillReason = 'startupProbe' | 'livenessProbe' | 'other'

/** What ends containers. */
export interface Killer {
  readonly node: NodeContext
  readonly runtime: PodRuntime
  readonly pod: Pod
}

/** The grace period of a pod that is being ended; it may become shorter. */
export class Grace {
  seconds: number
  readonly #since: number
  readonly #shortened = new Set<() => void>()

  constructor(seconds: number, now: number) {
    this.seconds = seconds
    this.#since = now
  }

  shorten(seconds: number, now: number): void {
    const total = (now - this.#since) / 1000 + seconds
    if (total >= this.seconds) return
    this.seconds = total
    for (const resume of [...this.#shortened]) resume()
  }

  /** Waits until it is shortened. */
  readonly change: Wait = (resume) => {
    this.#shortened.add(resume)
    return () => this.#shortened.delete(resume)
  }

  left(now: number): number {
    return this.seconds - (now - this.#since) / 1000
  }
}

/** The grace period of a container in seconds. */
export function graceOf({ metadata, spec }: Pod, instance: ContainerInstance, reason: KillReason): number {
  if (metadata.deletionGracePeriodSeconds !== undefined) return metadata.deletionGracePeriodSeconds
  const own =
    reason === 'startupProbe'
      ? instance.spec.startupProbe?.terminationGracePeriodSeconds
      : reason === 'livenessProbe'
        ? instance.spec.livenessProbe?.terminationGracePeriodSeconds
        : undefined
  return own ?? spec.terminationGracePeriodSeconds ?? 30
}

/** Ends one container and waits for its end. */
export function* killContainer(
  killer: Killer,
  instance: ContainerInstance,
  message: string,
  grace: Grace,
  turn?: () => Wait,
): Co<void> {
  const { node, pod, runtime } = killer
  const { clock, recorder } = node
  recorder.event(pod, 'Normal', 'Killing', message, fieldPathOf(pod, instance.name))
  if (instance.state !== 'running') return
  const hook = instance.spec.lifecycle?.preStop
  // Of the time that hooks and turns take only whole seconds count.
  let uncounted = 0
  const left = (): number => grace.left(clock.now()) + uncounted
  if (hook && left() > 0) {
    const since = clock.now()
    yield* preStop(killer, instance, grace)
    uncounted += ((clock.now() - since) / 1000) % 1
  }
  if (turn !== undefined && left() > 0) {
    const since = clock.now()
    yield either(turn(), sleep(clock, Math.max(left(), 0) * 1000))
    uncounted += ((clock.now() - since) / 1000) % 1
  }
  if (node.pace.longer > 0) yield sleep(clock, node.pace.longer)
  const minimum = clock.now() + MIN_GRACE_SECONDS * 1000
  instance.process?.signal(instance.spec.lifecycle?.stopSignal || 'SIGTERM')
  while (instance.state === 'running') {
    const deadline = Math.max(clock.now() + left() * 1000, minimum)
    if (deadline <= clock.now()) {
      runtime.kill(instance)
      return
    }
    yield either(instance.ended.wait, sleep(clock, deadline - clock.now()), grace.change)
  }
}

function* preStop({ node, pod, runtime }: Killer, instance: ContainerInstance, grace: Grace): Co<void> {
  const { clock, recorder } = node
  const hook = instance.spec.lifecycle?.preStop
  if (!hook) return
  let over = false
  const work = function* (): Co<void> {
    const failure = yield* runHook(hook, pod, instance, node, runtime.sandboxIp ?? node.hostIp)
    over = true
    if (failure === undefined) return
    recorder.event(pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPathOf(pod, instance.name))
  }
  const limit = Math.max(grace.left(clock.now()), 0) * 1000
  let stop: (() => void) | undefined
  yield either(
    (resume) => {
      stop = drive(work(), resume)
      return undefined
    },
    sleep(clock, limit),
  )
  if (over) return
  // It goes on until its container ends, and has failed then.
  instance.ended.wait(() => {
    stop?.()
    if (over) return
    over = true
    recorder.event(pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPathOf(pod, instance.name))
  })
}

/** Ends all containers of a pod and waits for the last. */
export function killAll(killer: Killer, grace: Grace): Wait {
  const running = killer.runtime.running()
  if (running.length === 0) return nothing
  const sidecars = (killer.pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name)
  const ordered = sidecars.length > 0
  // Sidecars are told of their end before the others, as upstream lists its containers newest first by name.
  const rank = ({ name }: ContainerInstance): number => (sidecars.includes(name) ? 0 : 1)
  running.sort((a, b) => rank(a) - rank(b))
  return together(
    running.map((instance) => {
      const at = sidecars.indexOf(instance.name)
      const before = running.filter(({ name }) => !sidecars.includes(name) || sidecars.indexOf(name) > at)
      const turn = ordered && at >= 0 ? () => together(before.map(endOf)) : undefined
      return killContainer(killer, instance, `Stopping container ${instance.name}`, grace, turn)
    }),
  )
}

function* endOf(instance: ContainerInstance): Co<void> {
  yield instance.ended.wait
}

const nothing: Wait = (resume) => {
  resume()
  return undefined
}
