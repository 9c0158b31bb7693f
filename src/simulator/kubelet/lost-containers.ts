// The last word on containers of a pod that ended without them having been seen to end, or without them having been started.
// Upstream: TerminatePod in pkg/kubelet/status/status_manager.go.
import type { ContainerStatus, PodStatus } from '../../generated/api/core.v1.ts'

const unknown = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
    startedAt: null,
    finishedAt: null,
  },
}

/** The status of a pod that is over: no container is left waiting or running, the phase is terminal. */
export function withoutOpenEnds(status: PodStatus): PodStatus {
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return status
  const init = status.initContainerStatuses
  const initialized = init === undefined || init.every(({ state }) => state.terminated ?? state.running)
  const reached =
    init?.findLastIndex(({ state, lastState }) => state.waiting === undefined || lastState.terminated) ?? -1
  return {
    ...status,
    phase: 'Failed',
    containerStatuses: initialized ? status.containerStatuses?.map(close) : status.containerStatuses,
    ...(init === undefined
      ? {}
      : { initContainerStatuses: init.map((each, i) => (i <= reached ? close(each) : each)) }),
  }
}

const close = (status: ContainerStatus): ContainerStatus =>
  status.state.terminated === undefined ? { ...status, state: unknown } : status
