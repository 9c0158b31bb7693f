// A pod as a row of a table: what READY, STATUS and RESTARTS say.
// Upstream: printPod in pkg/printers/internalversion/printers.go.
import type { ContainerStatus, Pod } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'
import { isSidecar } from '../../lib/pod-spec/visit.ts'

const NONE = '<none>'

const SUCCEEDED = [
  { type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' },
]
const FAILED = [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }]

/** Whether the pod is done, as clients that print rows may hide it. */
export function podRowConditions({ status }: Pod): readonly object[] | undefined {
  if (status.phase === 'Succeeded') return SUCCEEDED
  return status.phase === 'Failed' ? FAILED : undefined
}

interface Tally {
  reason: string
  ready: number
  restarts: number
  lastRestart: string
}

/** The cells of the table, those of the wide form last. */
export function podRow(pod: Pod, now: number): readonly unknown[] {
  const { metadata, spec, status } = pod
  const sidecars = (spec.initContainers ?? []).filter(isSidecar).length
  const tally = tallyOf(pod)
  const total = (spec.containers ?? []).length + sidecars
  const ago = tally.restarts !== 0 && tally.lastRestart !== '' ? ` (${age(tally.lastRestart, now)} ago)` : ''
  return [
    metadata.name,
    `${tally.ready}/${total}`,
    deletionReason(pod) ?? tally.reason,
    `${tally.restarts}${ago}`,
    age(metadata.creationTimestamp, now),
    status.podIPs?.[0]?.ip || NONE,
    spec.nodeName || NONE,
    status.nominatedNodeName || NONE,
    readinessGates(pod),
  ]
}

function tallyOf(pod: Pod): Tally {
  const { status } = pod
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')
  const reason = gated ? 'SchedulingGated' : status.reason || status.phase || ''
  const { all, sidecars, initializing } = tallyInitContainers(pod, reason)
  if (initializing && !isTrue(pod, 'Initialized')) return all
  tallyContainers(pod, sidecars)
  return sidecars
}

/** The first init container that has not succeeded, and does not run as a sidecar, says where the pod stands. */
function tallyInitContainers(pod: Pod, reason: string): { all: Tally; sidecars: Tally; initializing: boolean } {
  const all: Tally = { reason, ready: 0, restarts: 0, lastRestart: '' }
  const sidecars: Tally = { ...all }
  const specs = pod.spec.initContainers ?? []
  for (const [i, container] of (pod.status.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(specs.findLast(({ name }) => name === container.name))
    countRestarts(container, all)
    if (sidecar) countRestarts(container, sidecars)
    if (container.state.terminated?.exitCode === 0) continue
    if (sidecar && container.started) {
      if (container.ready) {
        all.ready++
        sidecars.ready++
      }
      continue
    }
    all.reason = initReason(container) ?? `Init:${i}/${specs.length}`
    sidecars.reason = all.reason
    return { all, sidecars, initializing: true }
  }
  return { all, sidecars, initializing: false }
}

function initReason({ state: { terminated, waiting } }: ContainerStatus): string | undefined {
  if (terminated) {
    if (terminated.reason) return `Init:${terminated.reason}`
    return terminated.signal ? `Init:Signal:${terminated.signal}` : `Init:ExitCode:${terminated.exitCode}`
  }
  return waiting?.reason && waiting.reason !== 'PodInitializing' ? `Init:${waiting.reason}` : undefined
}

/** Times of the API compare as text. */
function countRestarts({ restartCount, lastState }: ContainerStatus, tally: Tally): void {
  tally.restarts += restartCount
  const finished = lastState.terminated?.finishedAt ?? ''
  if (finished > tally.lastRestart) tally.lastRestart = finished
}

/** The containers from last to first: the first has the last word. */
function tallyContainers(pod: Pod, tally: Tally): void {
  let running = false
  let errorReason = ''
  for (const container of (pod.status.containerStatuses ?? []).toReversed()) {
    countRestarts(container, tally)
    const { waiting, terminated } = container.state
    if (waiting?.reason) tally.reason = waiting.reason
    else if (terminated) {
      tally.reason =
        terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`)
      if (terminated.exitCode !== 0) errorReason = tally.reason
    } else if (container.ready && container.state.running) {
      running = true
      tally.ready++
    }
  }
  if (tally.reason !== 'Completed') return
  if (running && isTrue(pod, 'Ready')) tally.reason = 'Running'
  else if (errorReason !== '') tally.reason = errorReason
  else if (running) tally.reason = 'NotReady'
}

const isTrue = ({ status }: Pod, type: string): boolean =>
  status.conditions?.find((condition) => condition.type === type)?.status === 'True'

function deletionReason({ metadata, status }: Pod): string | undefined {
  if (!metadata.deletionTimestamp) return undefined
  if (status.reason === 'NodeLost') return 'Unknown'
  return status.phase === 'Failed' || status.phase === 'Succeeded' ? undefined : 'Terminating'
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? []
  if (gates.length === 0) return NONE
  return `${gates.filter(({ conditionType }) => isTrue(pod, conditionType)).length}/${gates.length}`
}
