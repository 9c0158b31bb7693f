// States in one word, read from an object: its phase, a condition that is True, what kubectl prints as its status, and a few
// that have a meaning of their own (rolled out, unschedulable, Terminating).
import type { ApiObject } from '../cluster/port.ts'
import type { State } from '../language/nodes.ts'
import { isMap } from './compare/path.ts'

/** A condition of an object. */
export interface Condition {
  readonly type?: string
  readonly status?: string
  readonly reason?: string
  readonly message?: string
}

/** The conditions an object has. */
export function conditionsOf(object: ApiObject): readonly Condition[] {
  const { status } = object
  return isMap(status) && Array.isArray(status['conditions']) ? (status['conditions'] as Condition[]) : []
}

/** A container's status, of any of the three lists of a pod. */
export interface ContainerStatus {
  readonly name?: string
  readonly ready?: boolean
  readonly started?: boolean
  readonly restartCount?: number
  readonly state?: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number } | undefined>>
}

/** The statuses of all containers of a pod. */
export function containersOf(pod: ApiObject): readonly ContainerStatus[] {
  const { status } = pod
  if (!isMap(status)) return []
  return ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'].flatMap((list) =>
    Array.isArray(status[list]) ? (status[list] as ContainerStatus[]) : [],
  )
}

/** Whether an object is in a state. */
export function isInState(object: ApiObject, state: State): boolean {
  const special = SPECIAL[state]
  if (special !== undefined) return special(object)
  const { status } = object
  if (isMap(status) && status['phase'] === state) return true
  if (conditionsOf(object).some((c) => c.type === state && c.status === 'True')) return true
  if (object.kind !== 'Pod') return false
  if (isMap(status) && status['reason'] === state) return true
  return containersOf(object).some((c) => Object.values(c.state ?? {}).some((s) => s?.reason === state))
}

const isDeleting = (object: ApiObject): boolean => object.metadata?.['deletionTimestamp'] !== undefined

const SPECIAL: Readonly<Record<string, (object: ApiObject) => boolean>> = {
  Terminating: (object) =>
    isDeleting(object) || (isMap(object['status']) && object['status']['phase'] === 'Terminating'),
  unschedulable: (object) => isMap(object['spec']) && object['spec']['unschedulable'] === true,
  'rolled out': isRolledOut,
  Completed: (object) => {
    const succeeded = isMap(object['status']) && object['status']['phase'] === 'Succeeded'
    return succeeded || conditionsOf(object).some((c) => c.type === 'Complete' && c.status === 'True')
  },
}

/** What `kubectl rollout status` waits for. */
function isRolledOut(object: ApiObject): boolean {
  const { spec, status, metadata } = object
  if (!isMap(spec) || !isMap(status)) return false
  if (Number(status['observedGeneration'] ?? 0) < Number(metadata?.['generation'] ?? 0)) return false
  const number = (field: string): number => Number(status[field] ?? 0)
  if (object.kind === 'DaemonSet') {
    const wanted = number('desiredNumberScheduled')
    return number('updatedNumberScheduled') >= wanted && number('numberAvailable') >= wanted
  }
  const wanted = Number(spec['replicas'] ?? 1)
  if (object.kind === 'StatefulSet')
    return (
      number('readyReplicas') >= wanted &&
      number('updatedReplicas') >= wanted &&
      status['updateRevision'] === status['currentRevision']
    )
  return (
    number('updatedReplicas') >= wanted &&
    number('replicas') <= number('updatedReplicas') &&
    number('availableReplicas') >= number('updatedReplicas')
  )
}

/** An object's state in words, for messages: `Pending; not Ready (ContainersNotReady)`, `replicas: 1, availableReplicas: 0`. */
export function stateOf(object: ApiObject): string {
  const { status } = object
  const phase = isMap(status) && typeof status['phase'] === 'string' ? status['phase'] : undefined
  const reasons = containersOf(object).flatMap((c) =>
    Object.values(c.state ?? {}).flatMap((s) => (s?.reason === undefined ? [] : [`${c.name}: ${s.reason}`])),
  )
  const conditions = conditionsOf(object).map((c) =>
    c.status === 'True' ? `${c.type}` : `not ${c.type}${c.reason ? ` (${c.reason})` : ''}`,
  )
  const all = [isDeleting(object) ? 'Terminating' : undefined, phase, ...reasons, ...conditions].filter(
    (s) => s !== undefined,
  )
  return all.length > 0 ? all.join('; ') : (countsOf(status) ?? 'without a status')
}

/** The counts of workloads that have neither a phase nor conditions: `replicas: 1, readyReplicas: 0`. */
function countsOf(status: unknown): string | undefined {
  if (!isMap(status)) return undefined
  const counts = Object.entries(status).filter(([, value]) => typeof value === 'number')
  return counts.length === 0 ? undefined : counts.map(([name, value]) => `${name}: ${value}`).join(', ')
}

/** Why an object's conditions are not True, one line each, for messages. */
export function complaintsOf(object: ApiObject): readonly string[] {
  return conditionsOf(object).flatMap((c) =>
    c.status !== 'True' && c.message ? [`${c.type} is ${c.status}: ${c.message}`] : [],
  )
}
