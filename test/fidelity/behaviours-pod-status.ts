// The status of pods as the kubelets of the recordings wrote it: hollow ones (a real kubelet, a fake runtime) and none at all, whose
// part the recorder played.
import type { Container, Pod, PodCondition, PodStatus } from '../../src/generated/api/core.v1.ts'
import { formatTime } from '../../src/model/time.ts'

/** What `setPods` says of a pod. */
export interface PodSetting {
  readonly phase: string
  readonly ready?: boolean
  readonly exitCode?: number
  readonly reason?: string
  readonly message?: string
  readonly restartCount?: number
  readonly conditions?: readonly PodCondition[]
  /** The container was lost while its node was away. */
  readonly lost?: boolean
}

const isOver = (phase: string): boolean => phase === 'Succeeded' || phase === 'Failed'

/** A pod's status as its kubelet would write it. */
export function statusOf(pod: Pod, setting: PodSetting, hollow: boolean, now: number): PodStatus {
  const { phase, reason, message } = setting
  const started = pod.status.startTime ?? formatTime(now)
  const { conditions: old = [], ...rest } = pod.status
  const conditions = podConditions(pod, setting, hollow, now)
  const extra = [...(setting.conditions ?? []).map((each) => ({ ...each }))]
  const own = new Set([...conditions, ...extra].map(({ type }) => type))
  const observed = hollow ? { observedGeneration: pod.metadata.generation } : {}
  return {
    ...rest,
    ...(hollow ? { observedGeneration: pod.metadata.generation, ...resourcesOf(pod.spec.containers ?? []) } : {}),
    phase,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    conditions: [
      ...old.filter(({ type }) => type !== 'PodScheduled' && !own.has(type)),
      ...conditions,
      ...old.filter(({ type }) => type === 'PodScheduled').map((each) => ({ ...each, ...observed })),
      ...extra,
    ],
    hostIP: '172.18.0.9',
    hostIPs: [{ ip: '172.18.0.9' }],
    podIP: rest.podIP ?? '10.244.9.9',
    podIPs: rest.podIPs ?? [{ ip: '10.244.9.9' }],
    startTime: started,
    containerStatuses: (pod.spec.containers ?? []).map((container) =>
      containerStatus(pod, container, setting, hollow, now),
    ),
  } as unknown as PodStatus
}

function podConditions(pod: Pod, { phase, ready = true }: PodSetting, hollow: boolean, now: number): PodCondition[] {
  const names = (pod.spec.containers ?? []).map(({ name }) => name).join(' ')
  const over = isOver(phase)
  const because = phase === 'Succeeded' ? { reason: 'PodCompleted' } : { reason: 'PodFailed' }
  const unready = { reason: 'ContainersNotReady', message: `containers with unready status: [${names}]` }
  const readiness = over ? because : ready ? {} : unready
  const isReady = !over && ready ? 'True' : 'False'
  const gates = over ? undefined : closedGates(pod)
  const make = (type: string, status: string, words: Record<string, string>): PodCondition => {
    const before = pod.status.conditions?.find((each) => each.type === type)
    const lastTransitionTime =
      before?.status === status ? (before.lastTransitionTime ?? formatTime(now)) : formatTime(now)
    const observed = hollow ? { observedGeneration: pod.metadata.generation } : {}
    return { type, status, lastProbeTime: null, lastTransitionTime, ...observed, ...words } as PodCondition
  }
  return [
    make('PodReadyToStartContainers', over ? 'False' : 'True', {}),
    make('Initialized', 'True', phase === 'Succeeded' ? because : {}),
    make('Ready', gates === undefined ? isReady : 'False', gates ?? readiness),
    make('ContainersReady', isReady, readiness),
  ]
}

/** Why the pod's gates keep it from being ready. */
export function closedGates({ spec, status }: Pod): Record<string, string> | undefined {
  const messages: string[] = []
  for (const { conditionType } of spec.readinessGates ?? []) {
    const condition = status.conditions?.find(({ type }) => type === conditionType)
    const gate = `corresponding condition of pod readiness gate "${conditionType}" does not exist.`
    if (condition === undefined) messages.push(gate)
    else if (condition.status !== 'True')
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`)
  }
  return messages.length === 0 ? undefined : { reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
}

/** What a pod of these containers has been given, as hollow kubelets tell it. */
function resourcesOf(containers: readonly Container[]): Record<string, unknown> {
  const requests = containers.length === 1 ? containers[0]?.resources?.requests : undefined
  return requests === undefined ? { resources: {} } : { allocatedResources: requests, resources: { requests } }
}

const LOST = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was deleted.  The container used to be Running',
    startedAt: null,
    finishedAt: null,
  },
}

function containerStatus(pod: Pod, container: Container, setting: PodSetting, hollow: boolean, now: number): unknown {
  const { phase, ready = true, restartCount = 0 } = setting
  const over = isOver(phase)
  const exitCode = setting.exitCode ?? (phase === 'Succeeded' ? 0 : 1)
  const before = pod.status.containerStatuses?.find(({ name }) => name === container.name)
  const startedAt = before?.state?.running?.startedAt ?? formatTime(now)
  const id = `${pod.metadata.name}_${pod.metadata.namespace}_${pod.metadata.uid}_0_${container.name}_0`
  return {
    name: container.name,
    containerID: hollow ? `fakeRuntime://${id}` : `fake://${pod.metadata.uid}/${container.name}`,
    image: container.image,
    imageID: container.image,
    lastState: setting.lost ? LOST : {},
    ready: !over && ready,
    restartCount,
    ...(hollow ? resourcesOf([container]) : { started: !over }),
    state: over
      ? {
          terminated: {
            exitCode,
            finishedAt: formatTime(now),
            reason: exitCode === 0 ? 'Completed' : 'Error',
            startedAt,
          },
        }
      : { running: { startedAt } },
    ...(hollow
      ? {
          volumeMounts: container.volumeMounts?.map((mount) => ({
            ...mount,
            ...(mount.readOnly ? { recursiveReadOnly: 'Disabled' } : {}),
          })),
        }
      : {}),
  }
}
