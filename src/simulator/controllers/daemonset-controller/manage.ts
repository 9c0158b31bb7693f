// One pod on each node that should have one: what to make and what to delete. Upstream: daemon_controller.go podsShouldBeOnNode.
import type { DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Node, Pod } from '../../../generated/api/core.v1.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { isPodAvailable, isPodReady } from '../lib/pods.ts'
import type { FailedPods } from './failed-pods.ts'
import { HASH_LABEL } from './history.ts'
import { fits } from './placement.ts'

/** Pods by the node they are on or meant for. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>

/** What is to be done. */
export interface Plan {
  /** Nodes that need a pod. */
  readonly create: string[]
  readonly delete: Pod[]
  /** When to look again at a failed pod, in milliseconds. */
  retryMs: number | undefined
}

/** What the decisions are given. */
export interface Stage {
  readonly set: DaemonSet
  readonly hash: string
  readonly now: number
  readonly recorder: EventRecorder
  readonly failed: FailedPods
}

/** How many pods beyond one a node there may be during an update. */
export function surgeOf({ spec }: DaemonSet, nodes: number): number {
  const { type, rollingUpdate } = spec.updateStrategy ?? {}
  return type === 'RollingUpdate' ? scaled(rollingUpdate?.maxSurge, nodes, true) : 0
}

/** Bound pods first, then the older. */
export function byAge(a: Pod, b: Pod): number {
  const bound = Number(Boolean(b.spec.nodeName)) - Number(Boolean(a.spec.nodeName))
  if (bound !== 0) return bound
  const [one, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (one !== other) return one < other ? -1 : 1
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

/** Looks at every node. */
export function planNodes(stage: Stage, nodes: readonly Node[], pods: PodsByNode): Plan {
  const plan: Plan = { create: [], delete: [], retryMs: undefined }
  for (const node of nodes) planNode(stage, node, pods.get(node.metadata.name ?? ''), plan)
  const known = new Set(nodes.map(({ metadata }) => metadata.name))
  for (const [node, list] of pods) if (!known.has(node)) plan.delete.push(...list.filter(({ spec }) => !spec.nodeName))
  return plan
}

function planNode(stage: Stage, node: Node, pods: readonly Pod[] | undefined, plan: Plan): void {
  const { run, stay } = fits(stage.set, node)
  const name = node.metadata.name ?? ''
  if (run && pods === undefined) plan.create.push(name)
  else if (stay) {
    const running = weedOut(stage, name, pods ?? [], plan).sort(byAge)
    if (surgeOf(stage.set, 1) === 0) plan.delete.push(...running.slice(1))
    else planSurge(stage, name, run, running, plan)
  } else for (const pod of pods ?? []) if (pod.metadata.deletionTimestamp === undefined) plan.delete.push(pod)
}

/** Finished pods are deleted, failed ones not too often; the others are left. */
function weedOut({ set, now, recorder, failed }: Stage, node: string, pods: readonly Pod[], plan: Plan): Pod[] {
  const running: Pod[] = []
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue
    const what = `daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}`
    if (pod.status.phase === 'Failed') {
      const key = `${set.metadata.uid}/${set.status.observedGeneration ?? 0}/${node}`
      const wait = failed.waits(key, now)
      if (wait !== undefined) {
        plan.retryMs = Math.min(plan.retryMs ?? wait, wait)
        continue
      }
      failed.next(key, now)
      recorder.event(set, 'Warning', 'FailedDaemonPod', `Found failed ${what}, will try to kill it`)
      plan.delete.push(pod)
    } else if (pod.status.phase === 'Succeeded') {
      recorder.event(set, 'Normal', 'SucceededDaemonPod', `Found succeeded ${what}, will try to delete it`)
      plan.delete.push(pod)
    } else running.push(pod)
  }
  return running
}

/** With surge a node may have an old and a new pod, until the new one is available. */
function planSurge({ set, hash, now }: Stage, node: string, run: boolean, running: readonly Pod[], plan: Plan): void {
  if (running.length <= 1) {
    if (running.length === 0 && run) plan.create.push(node)
    return
  }
  let newest: Pod | undefined
  let oldest: Pod | undefined
  for (const pod of running) {
    const isNew = pod.metadata.labels?.[HASH_LABEL] === hash
    if (isNew && newest === undefined) newest = pod
    else if (!isNew && oldest === undefined) oldest = pod
    else plan.delete.push(pod)
  }
  if (newest === undefined || oldest === undefined) return
  if (!isPodReady(oldest) || isPodAvailable(newest, set.spec.minReadySeconds ?? 0, now)) plan.delete.push(oldest)
}
