// RollingUpdate: old daemons are deleted as maxUnavailable allows, or joined by new ones as maxSurge allows.
// Upstream: pkg/controller/daemon/update.go rollingUpdate.
import type { DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Node, Pod } from '../../../generated/api/core.v1.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { isPodAvailable } from '../lib/pods.ts'
import { SyncError } from '../lib/sync-error.ts'
import { HASH_LABEL } from './history.ts'
import { type PodsByNode, type Stage, surgeOf } from './manage.ts'
import { fits, templateGeneration } from './placement.ts'

/** Whether a pod is of the current template. */
export function isUpdated(pod: Pod, set: DaemonSet, hash: string): boolean {
  const { labels } = pod.metadata
  const generation = templateGeneration(set)
  const sameTemplate = generation !== undefined && labels?.['pod-template-generation'] === generation
  return sameTemplate || (hash !== '' && labels?.[HASH_LABEL] === hash)
}

/** Pods to delete and nodes that get another pod. */
export interface Rollout {
  readonly delete: Pod[]
  readonly create: string[]
}

interface OnNode {
  readonly newPod: Pod | undefined
  readonly oldPod: Pod | undefined
}

/** The next step of an update. */
export function rollOut(stage: Stage, nodes: readonly Node[], known: PodsByNode): Rollout {
  const { set } = stage
  const pods = new Map(known)
  let desired = 0
  for (const node of nodes) {
    if (!fits(set, node).run) continue
    desired++
    const name = node.metadata.name ?? ''
    if (!pods.has(name)) pods.set(name, [])
  }
  const surge = surgeOf(set, desired)
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  let unavailable = type === 'RollingUpdate' ? scaled(rollingUpdate?.maxUnavailable, desired, true) : 0
  if (desired > 0 && unavailable === 0 && surge === 0) unavailable = 1
  return surge === 0 ? replace(stage, pods, unavailable) : join(stage, nodes, pods, surge, desired)
}

/** The new and the old pod of a node; undefined when there are several of a sort. */
function pairOn({ set, hash }: Stage, pods: readonly Pod[]): OnNode | undefined {
  let newPod: Pod | undefined
  let oldPod: Pod | undefined
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue
    if (isUpdated(pod, set, hash)) {
      if (newPod !== undefined) return undefined
      newPod = pod
    } else {
      if (oldPod !== undefined) return undefined
      oldPod = pod
    }
  }
  return { newPod, oldPod }
}

const isAvailable = ({ set, now }: Stage, pod: Pod): boolean => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)

function replace(stage: Stage, pods: PodsByNode, maxUnavailable: number): Rollout {
  let unavailable = 0
  const free: Pod[] = []
  const candidates: Pod[] = []
  for (const list of pods.values()) {
    const pair = pairOn(stage, list)
    if (pair === undefined || (pair.newPod === undefined) === (pair.oldPod === undefined)) {
      unavailable++
      continue
    }
    const { newPod, oldPod } = pair
    if (newPod !== undefined) {
      if (!isAvailable(stage, newPod)) unavailable++
    } else if (!isAvailable(stage, oldPod!)) {
      free.push(oldPod!)
      unavailable++
    } else if (unavailable < maxUnavailable) candidates.push(oldPod!)
  }
  return { delete: [...free, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))], create: [] }
}

function join(stage: Stage, nodes: readonly Node[], pods: PodsByNode, maxSurge: number, desired: number): Rollout {
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]))
  const remove: Pod[] = []
  const misplaced: Pod[] = []
  const free: string[] = []
  const candidates: string[] = []
  let surge = 0
  let available = 0
  for (const [name, list] of pods) {
    const pair = pairOn(stage, list)
    if (pair === undefined) {
      surge++
      continue
    }
    const { newPod, oldPod } = pair
    const first = oldPod ?? newPod
    if (first !== undefined && isAvailable(stage, first)) available++
    if (oldPod === undefined) continue
    if (newPod !== undefined) {
      if (isAvailable(stage, newPod)) remove.push(oldPod)
      else surge++
      continue
    }
    const node = byName.get(name)
    // Upstream looks the node up and fails where it is gone: the update waits until its pods are, too.
    if (node === undefined)
      throw new SyncError(undefined, `couldn't get node for nodeName "${name}": node "${name}" not found`)
    const belongs = fits(stage.set, node).run
    if (!isAvailable(stage, oldPod)) {
      if (belongs) free.push(name)
      else remove.push(oldPod)
    } else if (!belongs) misplaced.push(oldPod)
    else if (surge < maxSurge) candidates.push(name)
  }
  remove.push(...misplaced.slice(0, Math.max(0, available - desired)))
  return { delete: remove, create: [...free, ...candidates.slice(0, Math.max(0, maxSurge - surge))] }
}
