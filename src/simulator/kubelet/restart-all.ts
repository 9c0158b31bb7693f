// Pods whose containers are all restarted in place when one of them exits as its rule says: all are removed, then the pod starts
// from its first init container, without back-off. Upstream: ShouldAllContainersRestart in pkg/kubelet/container/helpers.go,
// GenerateAllContainersRestartingCondition in pkg/kubelet/status/generate.go, ContainersToReset in kuberuntime_manager.go.
import type { Container, ContainerStatus, Pod } from '../../generated/api/core.v1.ts'
import type { Co } from '../containers/coroutine.ts'
import type { Judgement } from './conditions.ts'
import { Grace, type Killer, killContainer } from './kill.ts'
import type { Phase } from './phase.ts'
import { matchingRule } from './restart-policy.ts'
import type { PodRuntime } from './runtime.ts'

const TYPE = 'AllContainersRestarting'
const ACTION = 'RestartAllContainers'
const REASON = 'RestartingAllContainers'
const MESSAGE = 'The container is removed because RestartAllContainers in place'

/** Whether a container of the pod may have all of them restarted. */
export const mayRestartAll = (pod: Pod): boolean =>
  containersOf(pod).some(({ restartPolicyRules }) => restartPolicyRules?.some(({ action }) => action === ACTION))

/** Whether all containers are to restart, or are being restarted. */
export function restartsAll(pod: Pod, runtime: PodRuntime): boolean {
  if (isRestarting(pod)) return true
  return containersOf(pod).some((container) => isSource(container, runtime))
}

/** Whether the status says that all containers are being restarted. */
export const isRestarting = ({ status }: Pod): boolean =>
  status.conditions?.some((condition) => condition.type === TYPE && condition.status === 'True') === true

/** The condition that tells of it; undefined for pods it cannot happen to. */
export function judgeRestarting(pod: Pod, runtime: PodRuntime, phase: Phase): [string, Judgement] | undefined {
  if (!mayRestartAll(pod)) return undefined
  if (phase === 'Succeeded') return [TYPE, { status: 'False', reason: 'PodCompleted' }]
  if (phase === 'Failed') return [TYPE, { status: 'False', reason: 'PodFailed' }]
  const cleanedUp = containersOf(pod).every(({ name }) => runtime.latest(name) === undefined)
  if (!restartsAll(pod, runtime) || cleanedUp) return [TYPE, { status: 'False' }]
  const message = 'container exited with restart policy rule'
  return [TYPE, { status: 'True', reason: 'RestartAllContainersStarted', message }]
}

/** What a container that was removed looks like until it starts again. */
export const removed: Pick<ContainerStatus, 'state' | 'lastState'> = {
  state: { waiting: { reason: REASON, message: MESSAGE } },
  lastState: { terminated: { reason: REASON, message: MESSAGE, exitCode: 137, startedAt: null, finishedAt: null } },
}

/** Whether a container ended because all were removed. */
export const wasRemoved = (reason: string | undefined): boolean => reason === REASON

/** Kills and removes all containers: regular ones first, those that asked for it last. */
export function* resetAll(killer: Killer): Co<void> {
  const { pod, runtime, node } = killer
  const list = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]
  for (const container of list) {
    const instance = runtime.latest(container.name)
    if (instance?.state === 'running') yield* killContainer(killer, instance, 'killing', new Grace(0, node.clock.now()))
  }
  runtime.reset()
}

function isSource(container: Container, runtime: PodRuntime): boolean {
  const instance = runtime.latest(container.name)
  if (instance?.state !== 'exited') return false
  return matchingRule(container, instance.exit?.code ?? 0)?.action === ACTION
}

const containersOf = ({ spec }: Pod): Container[] => [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
