// What a sync has to do with the containers of a pod: which to kill, which to start, or that all is done.
// Upstream: computePodActions and computeInitContainerActions in pkg/kubelet/kuberuntime.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import type { KillReason } from './kill.ts'
import type { PodProbes } from './probes/pod-probes.ts'
import { isSidecar, restartsOnFailure, shouldRestart } from './restart-policy.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** A container to be ended. */
export interface ToKill {
  readonly instance: ContainerInstance
  readonly message: string
  readonly reason: KillReason
}

/** What to do now, in this order. */
export interface PodActions {
  readonly kill: readonly ToKill[]
  readonly ephemeral: readonly Container[]
  readonly init: readonly Container[]
  readonly start: readonly Container[]
  /** Nothing runs that should and nothing will: all that is left is ended. */
  readonly killPod: boolean
}

/** What actions follow from. */
export interface ActionFacts {
  readonly pod: Pod
  readonly runtime: PodRuntime
  readonly probes: PodProbes
  /** Its resources have changed in a way that needs a restart. */
  resizeNeedsRestart(instance: ContainerInstance, container: Container): boolean
}

/** The actions of this moment. */
export function podActions(facts: ActionFacts): PodActions {
  const { pod, runtime } = facts
  const kill: ToKill[] = []
  const ephemeral = (pod.spec.ephemeralContainers ?? []).filter(
    ({ name }) => runtime.latest(name) === undefined,
  ) as unknown as Container[]
  const init = initActions(facts, kill)
  if (init === 'failed') return { kill: [], ephemeral, init: [], start: [], killPod: true }
  if (!init.initialized) return { kill, ephemeral, init: init.start, start: [], killPod: false }
  const start: Container[] = []
  let kept = 0
  for (const container of pod.spec.containers ?? []) {
    const instance = runtime.latest(container.name)
    if (instance?.state !== 'running') {
      if (instance === undefined || shouldRestart(container, pod, instance.exit?.code ?? 0)) start.push(container)
      continue
    }
    const why = whyKill(facts, instance, container)
    if (why === undefined) {
      kept++
      continue
    }
    const restart = why.always || restartsOnFailure(container, pod)
    const message = `Container ${container.name} ${why.text}${restart && why.reason !== 'resize' ? ', will be restarted' : ''}`
    kill.push({ instance, message, reason: why.reason === 'resize' ? 'other' : why.reason })
    if (restart) start.push(container)
  }
  const killPod = kept === 0 && start.length === 0
  return { kill, ephemeral, init: killPod ? [] : init.start, start, killPod }
}

interface Why {
  readonly text: string
  readonly reason: KillReason | 'resize'
  /** Started again whatever the restart policy. */
  readonly always: boolean
}

function whyKill(
  { probes, resizeNeedsRestart }: ActionFacts,
  instance: ContainerInstance,
  container: Container,
): Why | undefined {
  if (instance.spec.image !== container.image) return { text: 'definition changed', reason: 'other', always: true }
  const { id } = instance
  if (probes.results.get('liveness', id) === 'failure')
    return { text: 'failed liveness probe', reason: 'livenessProbe', always: false }
  if (probes.results.get('startup', id) === 'failure')
    return { text: 'failed startup probe', reason: 'startupProbe', always: false }
  if (resizeNeedsRestart(instance, container))
    return { text: 'resize requires restart', reason: 'resize', always: true }
  return undefined
}

/** Init containers from the last to the first that is known: what comes after it, or it again. */
function initActions(facts: ActionFacts, kill: ToKill[]): { start: Container[]; initialized: boolean } | 'failed' {
  const { pod, runtime, probes } = facts
  const containers = pod.spec.initContainers ?? []
  if (containers.length === 0) return { start: [], initialized: true }
  const start: Container[] = []
  let initialized = (pod.spec.containers ?? []).some(({ name }) => runtime.latest(name)?.state === 'running')
  let previously = initialized
  for (let i = containers.length - 1; i >= 0; i--) {
    const container = containers[i]!
    const sidecar = isSidecar(container)
    const instance = runtime.latest(container.name)
    if (instance === undefined) {
      if (previously && sidecar) start.push(container)
      continue
    }
    if (previously && !sidecar) continue
    const next = containers[i + 1]
    const last = next === undefined
    if (instance.state === 'exited') {
      if (sidecar) start.push(container)
      else if (instance.exit?.code === 0) {
        if (last) initialized = true
        else start.push(next)
      } else if (shouldRestart(container, pod, instance.exit?.code ?? 0)) start.push(container)
      else return 'failed'
    } else if (sidecar) {
      if (!probes.started(instance)) {
        if (probes.results.get('startup', instance.id) === 'failure') {
          const message = `Init container ${container.name} failed startup probe`
          kill.push({ instance, message, reason: 'startupProbe' })
          start.push(container)
        }
      } else {
        if (last) initialized = true
        else if (!previously) start.push(next)
        const why = whyKill(facts, instance, container)
        if (why !== undefined) {
          kill.push({
            instance,
            message: `Init container ${container.name} ${why.text}`,
            reason: why.reason === 'resize' ? 'other' : why.reason,
          })
          start.push(container)
        }
      }
    }
    previously = true
  }
  if (!previously) start.push(containers[0]!)
  return { start: start.reverse(), initialized }
}
