// The phase of a pod from the states of its containers. Upstream: getPhase in pkg/kubelet/kubelet_pods.go.
import type { Container, ContainerStatus, Pod } from '../../generated/api/core.v1.ts'
import { wasRemoved } from './restart-all.ts'
import { isSidecar, shouldRestart } from './restart-policy.ts'

/** The phases a kubelet writes. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

interface Count {
  unknown: number
  running: number
  waiting: number
  stopped: number
  stoppedForGood: number
  succeeded: number
}

/** `over` when the kubelet has stopped all containers for good. */
export function phaseOf(
  pod: Pod,
  statuses: ReadonlyMap<string, ContainerStatus>,
  over: boolean,
  started: boolean,
): Phase {
  const init = initializing(pod, statuses)
  const count: Count = { unknown: 0, running: 0, waiting: 0, stopped: 0, stoppedForGood: 0, succeeded: 0 }
  for (const container of pod.spec.initContainers ?? []) {
    if (isSidecar(container)) countSidecar(statuses.get(container.name), count)
  }
  for (const container of pod.spec.containers ?? []) countRegular(pod, container, statuses.get(container.name), count)
  if (init.failedForGood) return 'Failed'
  if (init.pending || (init.sidecarPending && !started) || count.waiting > 0) return 'Pending'
  if (count.unknown > 0) return 'Pending'
  if (count.running > 0) return 'Running'
  if (count.stopped === 0) return 'Pending'
  if (!over && count.stopped !== count.stoppedForGood) return 'Running'
  return count.stopped === count.succeeded ? 'Succeeded' : 'Failed'
}

function initializing(pod: Pod, statuses: ReadonlyMap<string, ContainerStatus>) {
  let pending = false
  let sidecarPending = false
  let failedForGood = false
  for (const container of pod.spec.initContainers ?? []) {
    const status = statuses.get(container.name)
    const ended = status?.state.terminated ?? (status?.state.waiting ? status.lastState.terminated : undefined)
    if (isSidecar(container)) {
      if (status?.state.running !== undefined) sidecarPending ||= status.started !== true
      else if (ended === undefined) sidecarPending = true
    } else if (ended === undefined) pending = true
    else if (ended.exitCode !== 0 && !wasRemoved(ended.reason) && !shouldRestart(container, pod, ended.exitCode))
      failedForGood = true
  }
  return { pending, sidecarPending, failedForGood }
}

function countSidecar(status: ContainerStatus | undefined, count: Count): void {
  if (status === undefined) count.unknown++
  else if (status.state.running !== undefined) count.running++
  else if (status.state.terminated === undefined && status.lastState.terminated === undefined) count.waiting++
}

function countRegular(pod: Pod, container: Container, status: ContainerStatus | undefined, count: Count): void {
  if (status === undefined) count.unknown++
  else if (status.state.running !== undefined) count.running++
  else {
    const ended = status.state.terminated ?? status.lastState.terminated
    if (ended === undefined) {
      count.waiting++
      return
    }
    count.stopped++
    if (!wasRemoved(ended.reason) && !shouldRestart(container, pod, ended.exitCode)) count.stoppedForGood++
    if (status.state.terminated?.exitCode === 0) count.succeeded++
  }
}
