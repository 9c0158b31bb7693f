// Which containers of a pod are due: init containers one by one, sidecars before what comes after them, then the rest together.
// Upstream: computePodActions in pkg/kubelet/kuberuntime/kuberuntime_manager.go.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { isSidecar, shouldRestart, shouldRestartInit } from './restart-policy.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** A container to start now, and the path its events name. */
export interface DueContainer {
  readonly container: Container
  readonly fieldPath: string
}

/** What to do now. */
export interface PodActions {
  readonly start: readonly DueContainer[]
  /** Running containers whose definition changed. */
  readonly restart: readonly ContainerInstance[]
  /** Nothing runs and nothing will: only sidecars are left, if any, and they end too. */
  readonly done: boolean
}

/** The actions of this moment; `started` tells whether a running container has started up. */
export function podActions(
  pod: Pod,
  runtime: PodRuntime,
  started: (instance: ContainerInstance) => boolean,
): PodActions {
  const start: DueContainer[] = []
  const regular = pod.spec.containers ?? []
  const initialized = regular.some(({ name }) => runtime.latest(name) !== undefined)
  const due = (container: Container, kind: string): void => {
    start.push({ container, fieldPath: `spec.${kind}{${container.name}}` })
  }
  for (const container of pod.spec.initContainers ?? []) {
    const instance = runtime.latest(container.name)
    if (isSidecar(container)) {
      if (instance?.state !== 'running') due(container, 'initContainers')
      else if (started(instance)) continue
      if (!initialized) return { start, restart: [], done: false }
    } else if (!initialized && !succeeded(instance)) {
      const again = instance?.state === 'exited' && shouldRestartInit(container, pod, instance.exit?.code ?? 0)
      if (instance === undefined || again) due(container, 'initContainers')
      return { start, restart: [], done: false }
    }
  }
  const restart: ContainerInstance[] = []
  const sidecars = start.length
  let running = 0
  for (const container of regular) {
    const instance = runtime.latest(container.name)
    if (instance?.state === 'running') {
      running++
      if (instance.spec.image !== container.image && instance.killing === undefined) restart.push(instance)
    } else if (
      instance === undefined ||
      instance.killing === 'restart' ||
      shouldRestart(container, pod, instance.exit?.code ?? 0)
    ) {
      due(container, 'containers')
    }
  }
  return running === 0 && start.length === sidecars
    ? { start: [], restart, done: true }
    : { start, restart, done: false }
}

const succeeded = (instance: ContainerInstance | undefined): boolean =>
  instance?.state === 'exited' && instance.exit?.code === 0
