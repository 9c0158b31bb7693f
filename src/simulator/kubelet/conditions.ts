// The pod conditions a kubelet owns, in its order. Upstream: pkg/kubelet/status/generate.go.
import type { ContainerStatus, Pod, PodCondition } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import type { Phase } from './phase.ts'
import { isSidecar } from './restart-policy.ts'

/** What conditions follow from. */
export interface ConditionFacts {
  readonly pod: Pod
  readonly phase: Phase
  readonly statuses: ReadonlyMap<string, ContainerStatus>
  readonly sandboxReady: boolean
  /** A regular container has run. */
  readonly started: boolean
}

/** A condition without its times. */
export interface Judgement {
  readonly status: 'True' | 'False'
  readonly reason?: string
  readonly message?: string
}

/** The types a kubelet writes; all others it leaves as they are. */
export const kubeletConditions: ReadonlySet<string> = new Set([
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'AllContainersRestarting',
])

const yes: Judgement = { status: 'True' }

/** Every condition the kubelet owns, in order. */
export function judge(facts: ConditionFacts, others: readonly PodCondition[]): [string, Judgement][] {
  const containersReady = judgeContainersReady(facts)
  return [
    ['PodReadyToStartContainers', facts.sandboxReady ? yes : { status: 'False' }],
    ['Initialized', judgeInitialized(facts)],
    ['Ready', containersReady.status === 'True' ? judgeGates(facts.pod, others) : containersReady],
    ['ContainersReady', containersReady],
    ['PodScheduled', yes],
  ]
}

function judgeInitialized({ pod, phase, statuses, started }: ConditionFacts): Judgement {
  const incomplete: string[] = []
  for (const container of pod.spec.initContainers ?? []) {
    const status = statuses.get(container.name)
    const done = isSidecar(container) ? status?.started === true : status?.ready === true
    if (!done) incomplete.push(container.name)
  }
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' }
  // Once initialized, always initialized.
  const before = pod.status.conditions?.find(({ type }) => type === 'Initialized')?.status === 'True'
  if (started || incomplete.length === 0 || before) return yes
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`
  return { status: 'False', reason: 'ContainersNotInitialized', message }
}

function judgeContainersReady({ pod, phase, statuses }: ConditionFacts): Judgement {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' }
  const unready: string[] = []
  const containers = [...(pod.spec.initContainers ?? []).filter(isSidecar), ...(pod.spec.containers ?? [])]
  for (const { name } of containers) if (statuses.get(name)?.ready !== true) unready.push(name)
  if (unready.length === 0) return yes
  const message = `containers with unready status: [${unready.join(' ')}]`
  return { status: 'False', reason: 'ContainersNotReady', message }
}

function judgeGates(pod: Pod, others: readonly PodCondition[]): Judgement {
  const messages: string[] = []
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const condition = others.find(({ type }) => type === conditionType)
    const gate = `pod readiness gate ${quote(conditionType)}`
    if (condition === undefined) messages.push(`corresponding condition of ${gate} does not exist.`)
    else if (condition.status !== 'True') messages.push(`the status of ${gate} is not "True", but ${condition.status}`)
  }
  if (messages.length === 0) return yes
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
}
