// The status of one container, from what the runtime knows, what kept it from starting, and what the API last said.
// Upstream: convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go.
import type { Container, ContainerState, ContainerStatus, Pod } from '../../generated/api/core.v1.ts'
import { formatTime } from '../../model/time.ts'
import { removed } from './restart-all.ts'
import { shouldRestart, shouldRestartInit } from './restart-policy.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** Why a container could not be started. */
export interface WaitReason {
  readonly reason: string
  readonly message: string
}

/** What statuses are made of. */
export interface StatusFacts {
  readonly pod: Pod
  readonly runtime: PodRuntime
  readonly waiting: ReadonlyMap<string, WaitReason>
  /** Has a running container become ready? (probes) */
  ready(instance: ContainerInstance): boolean
  /** Has it passed its startup probe? */
  started(instance: ContainerInstance): boolean
  /** What running containers have, where a resize has not come that far. */
  readonly actuated?: (name: string) => Container['resources'] | undefined
  readonly userOf: (container: Container) => { uid: number; gid: number; groups: readonly number[] }
}

/** The status of a container; `init` for init containers that are not sidecars. */
export function containerStatus(
  facts: StatusFacts,
  container: Container,
  init: boolean,
  restartingAll = false,
): ContainerStatus {
  const { pod, runtime } = facts
  const { name } = container
  const instance = runtime.latest(name)
  const old = oldStatus(pod, name)
  if (instance === undefined) {
    const gone = restartingAll && old !== undefined && old.state.waiting === undefined
    return gone ? afterReset(facts, container, old) : neverStarted(facts, container, old)
  }
  const again = init
    ? shouldRestartInit(container, pod, instance.exit?.code ?? 0)
    : shouldRestart(container, pod, instance.exit?.code ?? 0)
  const wait = instance.state === 'exited' && again ? facts.waiting.get(container.name) : undefined
  const own = stateOf(instance)
  const previous = runtime.previous(container.name)
  const before = previous === undefined ? (old?.lastState ?? {}) : stateOf(previous)
  const running = instance.state === 'running'
  const completed = init && instance.exit?.code === 0
  return {
    name,
    state: wait === undefined ? own : { waiting: wait },
    lastState: wait === undefined ? before : own,
    ready: running ? !init && facts.ready(instance) : completed,
    restartCount: instance.attempt,
    image: instance.image,
    imageID: instance.imageId,
    containerID: instance.id,
    started: running && facts.started(instance),
    ...(container.resources?.requests === undefined ? {} : { allocatedResources: container.resources.requests }),
    resources: (running && facts.actuated !== undefined ? facts.actuated(name) : container.resources) ?? {},
    ...volumeMounts(container),
    user: { linux: linuxUser(facts.userOf(container)) },
  }
}

const oldStatus = (pod: Pod, name: string): ContainerStatus | undefined =>
  pod.status.containerStatuses?.find((status) => status.name === name) ??
  pod.status.initContainerStatuses?.find((status) => status.name === name)

const LOST = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was deleted.  The container used to be Running',
  startedAt: null,
  finishedAt: null,
}

/** All containers were removed to be started anew. */
const afterReset = (facts: StatusFacts, container: Container, old: ContainerStatus): ContainerStatus => ({
  ...neverStarted(facts, container, { ...old, ...removed }),
  ...removed,
  restartCount: old.restartCount + 1,
})

function neverStarted(facts: StatusFacts, container: Container, old: ContainerStatus | undefined): ContainerStatus {
  if (old?.state.terminated !== undefined) return old
  const lost = old?.state.running !== undefined
  const ephemeral = facts.pod.spec.ephemeralContainers?.some(({ name }) => name === container.name) === true
  const reason =
    !ephemeral && (facts.pod.spec.initContainers?.length ?? 0) > 0 ? 'PodInitializing' : 'ContainerCreating'
  return {
    name: container.name,
    state: { waiting: facts.waiting.get(container.name) ?? { reason } },
    lastState: lost ? { terminated: LOST } : (old?.lastState ?? {}),
    ready: false,
    restartCount: (old?.restartCount ?? 0) + (lost && facts.pod.metadata.deletionTimestamp === undefined ? 1 : 0),
    image: container.image ?? '',
    imageID: '',
    started: false,
    ...volumeMounts(container),
  }
}

/** The state of one container that was made. */
export function stateOf({ state, startedAt, finishedAt, exit, id, message }: ContainerInstance): ContainerState {
  if (state === 'running') return { running: { startedAt: formatTime(startedAt) } }
  const code = exit?.code ?? 0
  return {
    terminated: {
      exitCode: code,
      reason: exit?.reason ?? (code === 0 ? 'Completed' : 'Error'),
      ...(message === undefined ? {} : { message }),
      startedAt: formatTime(startedAt),
      finishedAt: formatTime(finishedAt),
      containerID: id,
    },
  }
}

function volumeMounts(container: Container): Pick<ContainerStatus, 'volumeMounts'> {
  if (!container.volumeMounts || container.volumeMounts.length === 0) return {}
  return {
    volumeMounts: container.volumeMounts.map(({ name, mountPath, readOnly, recursiveReadOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true
        ? {
            readOnly,
            recursiveReadOnly: recursiveReadOnly && recursiveReadOnly !== 'Disabled' ? 'Enabled' : 'Disabled',
          }
        : {}),
    })),
  }
}

const linuxUser = ({ uid, gid, groups }: { uid: number; gid: number; groups: readonly number[] }) => ({
  uid,
  gid,
  supplementalGroups: [...new Set([gid, ...groups])],
})

/** The status of an ephemeral container: never ready, never restarted, no word of having started. */
export function ephemeralStatus(facts: StatusFacts, container: Container): ContainerStatus {
  const { started: _, ...status } = containerStatus(facts, container, true)
  return { ...status, ready: false }
}
