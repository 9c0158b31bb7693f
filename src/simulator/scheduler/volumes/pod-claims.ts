// The claims of a pod that is to be placed, by what has to be done about them; and what can be done on a node.
// Upstream: GetPodVolumeClaims and FindPodVolumes in pkg/scheduler/framework/plugins/volumebinding/binder.go. In-tree volumes
// migrated to CSI are not translated: their node affinity counts as it is written.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { compareQuantity } from '../../../model/quantity.ts'
import type { Lister } from '../../api/types.ts'
import type { Node, Pod } from '../contract.ts'
import {
  claimsOf,
  classOfClaim,
  classOfVolume,
  getClaim,
  getClass,
  getVolume,
  isFullyBound,
  notOwned,
} from './claims.ts'
import { claimSize, findVolume, reaches } from './matching.ts'
import { provisioningObstacle } from './provisioning.ts'

const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** The claims of a pod. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[]
  /** Bound when the pod is placed. */
  readonly delayed: readonly PersistentVolumeClaim[]
  /** Should be bound by now. */
  readonly immediate: readonly PersistentVolumeClaim[]
  /** All volumes of the classes of the delayed claims. */
  readonly volumes: ReadonlyMap<string, readonly PersistentVolume[]>
}

/** What has to be bound and made to place a pod on a node. */
export interface PodVolumes {
  readonly bindings: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[]
  readonly provisions: readonly PersistentVolumeClaim[]
}

/** Sorts out the claims; the error's text when that cannot be done. */
export function podClaims(lister: Lister, pod: Pod): PodClaims | { readonly error: string } {
  const bound: PersistentVolumeClaim[] = []
  const delayed: PersistentVolumeClaim[] = []
  const immediate: PersistentVolumeClaim[] = []
  for (const { name, ephemeral } of claimsOf(pod)) {
    const claim = getClaim(lister, pod, name)
    if (claim === undefined)
      return {
        error: `error getting PVC "${pod.metadata.namespace}/${name}": could not find v1.PersistentVolumeClaim "${pod.metadata.namespace}/${name}"`,
      }
    const error = ephemeral ? notOwned(pod, claim) : undefined
    if (error !== undefined) return { error }
    if (isFullyBound(claim)) bound.push(claim)
    else if (isDelayed(lister, claim) && !claim.spec.volumeName) delayed.push(claim)
    else immediate.push(claim)
  }
  return { bound, delayed, immediate, volumes: volumesOf(lister, delayed) }
}

const isDelayed = (lister: Lister, claim: PersistentVolumeClaim): boolean => {
  const name = classOfClaim(claim)
  return name !== '' && getClass(lister, name)?.volumeBindingMode === 'WaitForFirstConsumer'
}

function volumesOf(lister: Lister, claims: readonly PersistentVolumeClaim[]): Map<string, PersistentVolume[]> {
  const byClass = new Map<string, PersistentVolume[]>()
  for (const claim of claims) byClass.set(classOfClaim(claim), [])
  if (byClass.size > 0) {
    for (const volume of lister.list<PersistentVolume>('persistentvolumes'))
      byClass.get(classOfVolume(volume))?.push(volume)
  }
  return byClass
}

const texts = {
  node: "node(s) didn't match PersistentVolume's node affinity",
  bind: "node(s) didn't find available persistent volumes to bind",
  space: 'node(s) did not have enough free storage',
  gone: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
} as const

/** What is to be done on a node; why it cannot be there; or an error. */
export function podVolumesOn(
  lister: Lister,
  claims: PodClaims,
  node: Node,
): PodVolumes | { readonly reasons: readonly string[] } | { readonly error: string } {
  const reasons: string[] = []
  const lost = boundObstacle(lister, claims.bound, node)
  if (lost === 'node') reasons.push(texts.node)
  const plan = planOn(lister, claims, node)
  if (plan === 'bind' || plan === 'space') reasons.push(texts[plan])
  else if ('error' in plan) return plan
  if (lost === 'gone') reasons.push(texts.gone)
  return reasons.length > 0 ? { reasons } : (plan as PodVolumes)
}

function boundObstacle(
  lister: Lister,
  claims: readonly PersistentVolumeClaim[],
  node: Node,
): 'node' | 'gone' | undefined {
  for (const { spec } of claims) {
    const volume = getVolume(lister, spec.volumeName ?? '')
    if (volume === undefined) return 'gone'
    if (!reaches(volume, node)) return 'node'
  }
  return undefined
}

function planOn(
  lister: Lister,
  { delayed, volumes }: PodClaims,
  node: Node,
): PodVolumes | 'bind' | 'space' | { readonly error: string } {
  const provisions: PersistentVolumeClaim[] = []
  const toMatch: PersistentVolumeClaim[] = []
  for (const claim of delayed) {
    const selected = claim.metadata.annotations?.[SELECTED_NODE]
    if (selected === undefined) toMatch.push(claim)
    else if (selected === node.metadata.name) provisions.push(claim)
    else return 'bind'
  }
  toMatch.sort((a, b) => compareQuantity(claimSize(a), claimSize(b)))
  const bindings: PodVolumes['bindings'][number][] = []
  const taken = new Set<PersistentVolume>()
  for (const claim of toMatch) {
    const volume = findVolume(claim, volumes.get(classOfClaim(claim)) ?? [], node, taken)
    if (volume === undefined) provisions.push(claim)
    else {
      taken.add(volume)
      bindings.push({ claim, volume })
    }
  }
  const obstacle = provisioningObstacle(lister, provisions, node)
  if (obstacle === undefined) return { bindings, provisions }
  return obstacle === 'class' ? 'bind' : obstacle
}
