// Arithmetic of roll-outs: sums over sets, surge and unavailability, shares. Upstream: deployment/util/deployment_util.go.
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { DESIRED, MAX } from './annotations.ts'

const MAX_INT32 = 2147483647
const DIGITS = /^\d+$/

/** spec.replicas, which is always set. */
export const replicasOf = ({ spec }: Deployment | ReplicaSet): number => spec.replicas ?? 1

/** Pods the sets are to have. */
export const wantedReplicas = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + replicasOf(set), 0)

/** Pods the sets have. */
export const actualReplicas = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, { status }) => sum + status.replicas, 0)

/** Of these, ready. */
export const readyReplicas = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, { status }) => sum + (status.readyReplicas ?? 0), 0)

/** Of these, available. */
export const availableReplicas = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0)

/** Terminating ones; undefined while a set does not say. */
export function terminatingReplicas(sets: readonly ReplicaSet[]): number | undefined {
  let sum = 0
  for (const { status } of sets) {
    if (status.terminatingReplicas === undefined && !status.observedGeneration) continue
    if (status.terminatingReplicas === undefined) return undefined
    sum += status.terminatingReplicas
  }
  return sum
}

/** Sets that have (or ought to have) pods. */
export const activeSets = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((set) => replicasOf(set) > 0)

/** Whether pods are replaced bit by bit. */
export const isRolling = ({ spec }: Deployment): boolean => spec.strategy?.type === 'RollingUpdate'

function fenceposts(deployment: Deployment): readonly [surge: number, unavailable: number] {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {}
  const surge = scaled(maxSurge, replicasOf(deployment), true)
  const unavailable = scaled(maxUnavailable, replicasOf(deployment), false)
  return surge === 0 && unavailable === 0 ? [0, 1] : [surge, unavailable]
}

/** How many pods beyond spec.replicas there may be. */
export const maxSurge = (deployment: Deployment): number => (isRolling(deployment) ? fenceposts(deployment)[0] : 0)

/** How many of spec.replicas may be unavailable. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment) || replicas === 0) return 0
  return Math.min(fenceposts(deployment)[1], replicas)
}

/** How many pods the new set may have now. */
export function newSetReplicas(deployment: Deployment, sets: readonly ReplicaSet[], newSetNow: number): number {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment)) return replicas
  const most = replicas + scaled(deployment.spec.strategy?.rollingUpdate?.maxSurge, replicas, true)
  const current = wantedReplicas(sets)
  if (current >= most) return newSetNow
  return newSetNow + Math.min(most - current, replicas - newSetNow)
}

/** Whether the new set has taken over wholly. */
export function isSaturated(deployment: Deployment, set: ReplicaSet | undefined): boolean {
  if (set === undefined) return false
  const desired = set.metadata.annotations?.[DESIRED]
  const replicas = replicasOf(deployment)
  return replicasOf(set) === replicas && Number(desired) === replicas && set.status.availableReplicas === replicas
}

/** A set's share of what is to be added (or removed). */
export function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (replicasOf(set) === 0 || toAdd === 0 || toAdd === added) return 0
  const share = fraction(deployment, set)
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added)
}

function fraction(deployment: Deployment, set: ReplicaSet): number {
  const size = replicasOf(set)
  if (replicasOf(deployment) === 0) return -size
  const text = set.metadata.annotations?.[MAX]
  let before = text !== undefined && DIGITS.test(text) ? Number(text) : 0
  if (before === 0 || before > MAX_INT32) before = deployment.status.replicas ?? 0
  if (before === 0) return 0
  const after = (size * (replicasOf(deployment) + maxSurge(deployment))) / before
  return Math.floor(after + 0.5) - size
}

/** Whether all is as it should be. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = replicasOf(deployment)
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

/** Older first. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [one = '', other = ''] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (one !== other) return one < other ? -1 : 1
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

/** Bigger first, then the younger (or the older). */
export const bySize =
  (youngerFirst: boolean) =>
  (a: ReplicaSet, b: ReplicaSet): number =>
    replicasOf(b) - replicasOf(a) || (youngerFirst ? byAge(b, a) : byAge(a, b))
