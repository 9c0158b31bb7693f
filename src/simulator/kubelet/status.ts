// The whole status of a pod as its kubelet sees it. Upstream: generateAPIPodStatus in pkg/kubelet/kubelet_pods.go and
// mergePodStatus in pkg/kubelet/status/status_manager.go.
import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '../../generated/api/core.v1.ts'
import { qosClassOf } from '../../model/pod-qos.ts'
import { podLimits, podRequests } from '../../model/pod-resources.ts'
import { resourceListOf } from '../../model/resource-list.ts'
import { formatTime } from '../../model/time.ts'
import { judge, kubeletConditions } from './conditions.ts'
import { containerStatus, ephemeralStatus, type StatusFacts } from './container-status.ts'
import { isStaticPod } from './critical-pods.ts'
import { type Phase, phaseOf } from './phase.ts'
import { judgeRestarting, restartsAll } from './restart-all.ts'
import { isSidecar } from './restart-policy.ts'

/** Why the kubelet itself failed a pod. */
export interface Failure {
  readonly reason: string
  readonly message: string
  /** What the condition DisruptionTarget says of it, where it has one. */
  readonly disruption?: string
  /** Said by whoever kills the pod: one whose containers all end well has succeeded nevertheless. */
  readonly byKill?: boolean
}

/** What the status of a pod is made of. */
export interface PodFacts extends StatusFacts {
  readonly now: number
  readonly hostIp: string
  /** When the kubelet first saw the pod. */
  readonly startTime: number
  /** All containers have been stopped for good. */
  readonly over: boolean
  /** Set when the kubelet itself failed the pod: deadline, eviction, rejection. */
  readonly failure?: Failure | undefined
  /** The devices of a container and their health. */
  readonly devices?: (container: string) => ContainerStatus['allocatedResourcesStatus']
  /** Conditions of a resize that is under way or waiting. */
  readonly resize?: readonly PodCondition[]
}

/** A status and the phase the containers call for: a terminal one is written only when everything has stopped. */
export interface GeneratedStatus {
  readonly status: PodStatus
  readonly phase: Phase
}

/** Makes the status. */
export function generateStatus(facts: PodFacts): GeneratedStatus {
  const { pod, runtime } = facts
  const init = statusesOf(facts, pod.spec.initContainers, true)
  const regular = statusesOf(facts, pod.spec.containers, false)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((status) => withDevices(status, facts.devices?.(status.name)))
  const statuses = new Map([...init, ...regular].map((status) => [status.name, status]))
  const started = regular.some(({ state, lastState }) => state.running ?? state.terminated ?? lastState.terminated)
  const phase = phaseIn(facts, statuses, started)
  const others = (pod.status.conditions ?? []).filter(({ type }) => !kubeletConditions.has(type))
  const restarting = judgeRestarting(pod, runtime, phase)
  const judgements = judge({ pod, phase, statuses, sandboxReady: runtime.sandboxReady, started }, others)
  const terminal = phase === 'Succeeded' || phase === 'Failed'
  const written = terminal && !facts.over ? (pod.status.phase ?? 'Pending') : phase
  const { generation } = pod.metadata
  const allocated = resourceListOf(podRequests(pod))
  const limits = resourceListOf(podLimits(pod))
  const status: PodStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase: written,
    conditions: [
      ...(facts.resize ?? []),
      ...others.filter(({ type }) => !resizeConditions.has(type)),
      ...(terminal && facts.over ? disruption(facts) : []),
      ...judgements.map(([type, judgement]) => stamp(facts, type, judgement)),
      ...(restarting === undefined ? [] : [unobserved(stamp(facts, ...restarting))]),
    ],
    ...(terminal && !facts.over ? keptReason(pod) : reasonOf(facts.failure, phase)),
    hostIP: facts.hostIp,
    hostIPs: [{ ip: facts.hostIp }],
    ...addresses(facts),
    startTime: formatTime(facts.startTime),
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    containerStatuses: regular,
    ...ephemeralStatuses(facts),
    qosClass: qosClassOf(pod),
    ...(Object.keys(allocated).length === 0 ? {} : { allocatedResources: allocated }),
    resources: {
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(Object.keys(allocated).length === 0 ? {} : { requests: allocated }),
    },
  }
  return { status, phase }
}

const withDevices = (status: ContainerStatus, devices: ContainerStatus['allocatedResourcesStatus']): ContainerStatus =>
  devices === undefined ? status : { ...status, allocatedResourcesStatus: devices }

function phaseIn(facts: PodFacts, statuses: ReadonlyMap<string, ContainerStatus>, started: boolean): Phase {
  const { pod, failure, over } = facts
  if (failure !== undefined && failure.byKill !== true) return 'Failed'
  const phase = settledPhase(pod, phaseOf(pod, statuses, over && !isStaticPod(pod), started))
  return failure === undefined || phase === 'Succeeded' ? phase : 'Failed'
}

const reasonOf = (failure: Failure | undefined, phase: Phase): Partial<Failure> =>
  failure === undefined || phase === 'Succeeded' ? {} : { reason: failure.reason, message: failure.message }

/** Told once all containers have stopped. */
function disruption(facts: PodFacts): PodCondition[] {
  const message = facts.failure?.disruption
  if (message === undefined || facts.pod.status.conditions?.some(({ type }) => type === DISRUPTION) === true) return []
  return [stamp(facts, DISRUPTION, { status: 'True', reason: 'TerminationByKubelet', message })]
}

const DISRUPTION = 'DisruptionTarget'
const resizeConditions: ReadonlySet<string> = new Set(['PodResizeInProgress', 'PodResizePending'])

/** While containers still run, a failed pod keeps what was said before. */
const keptReason = ({ status }: Pod): Partial<Failure> => ({
  ...(status.reason === undefined ? {} : { reason: status.reason }),
  ...(status.message === undefined ? {} : { message: status.message }),
})

function ephemeralStatuses(facts: StatusFacts): Pick<PodStatus, 'ephemeralContainerStatuses'> {
  const containers = facts.pod.spec.ephemeralContainers as readonly Container[] | null | undefined
  if (!containers || containers.length === 0) return {}
  return { ephemeralContainerStatuses: containers.map((container) => ephemeralStatus(facts, container)) }
}

function statusesOf(
  facts: StatusFacts,
  containers: readonly Container[] | null | undefined,
  init: boolean,
): ContainerStatus[] {
  const restarting = restartsAll(facts.pod, facts.runtime)
  return (containers ?? []).map((container) =>
    containerStatus(facts, container, init && !isSidecar(container), restarting),
  )
}

/** A terminal phase is never left. */
function settledPhase(pod: Pod, phase: Phase): Phase {
  const known = pod.status.phase
  return known === 'Succeeded' || known === 'Failed' ? known : phase
}

function addresses({ pod, runtime, hostIp }: PodFacts): Pick<PodStatus, 'podIP' | 'podIPs'> {
  const ip = runtime.sandboxIp ?? (pod.spec.hostNetwork === true ? hostIp : undefined)
  return ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }
}

/** This one condition does not say which generation it is about. */
const unobserved = ({ observedGeneration: _, ...condition }: PodCondition): PodCondition => condition

function stamp(
  { pod, now }: PodFacts,
  type: string,
  judgement: { status: string; reason?: string | undefined; message?: string | undefined },
): PodCondition {
  const old = pod.status.conditions?.find((condition) => condition.type === type)
  const { generation } = pod.metadata
  return {
    type,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status: judgement.status,
    lastProbeTime: null,
    lastTransitionTime: old?.status === judgement.status ? (old.lastTransitionTime ?? null) : formatTime(now),
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    ...(judgement.message === undefined ? {} : { message: judgement.message }),
  }
}
