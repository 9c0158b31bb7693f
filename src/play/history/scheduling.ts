// What the scheduler thought, for timelines and for the end of failures about where pods are.
import type { ApiObject, Cluster, Decision } from '../../cluster/port.ts'
import type { KindRef } from '../../language/nodes.ts'
import type { Play, Target } from '../play.ts'
import type { SchedulingAttempt, TimelineEntry } from '../result.ts'
import { filtered, MIDDLEMEN, nodeOf } from '../targets.ts'

/** Pods. */
export const POD: KindRef = { word: 'pod', apiVersion: 'v1', kind: 'Pod', key: 'pods', namespaced: true }

/** A decision as it is shown. */
export function attemptOf(
  { at, by, namespace, pod, node, nominatedNode, nodes }: Decision,
  start: number,
): SchedulingAttempt {
  return {
    at: at - start,
    by,
    object: `pod ${namespace}/${pod}`,
    ...(node === undefined ? {} : { node }),
    ...(nominatedNode === undefined ? {} : { nominatedNode }),
    nodes,
  }
}

/** A decision as an entry of a timeline. */
export function decisionEntry(decision: Decision, start: number): TimelineEntry {
  const scheduling = attemptOf(decision, start)
  const { at, by, object } = scheduling
  return { at, by, object, what: decisionText(decision), scheduling }
}

function decisionText({ node, nominatedNode, nodes }: Decision): string {
  const looked = `looked at ${nodes.length} node${nodes.length === 1 ? '' : 's'}`
  if (node !== undefined) return `${looked}, chose ${node}`
  return nominatedNode === undefined ? `${looked}, chose none` : `${looked}, makes room on ${nominatedNode}`
}

/** Why a pod is where it is: the last attempt to place it, or that nobody has tried. */
export type SchedulingStory = { readonly attempt: SchedulingAttempt } | { readonly nobody: string }

/** The story of a pod among these objects, or of these objects, that is nowhere; with `placement`, of any. */
export async function schedulingOf(
  play: Play,
  targets: readonly Target[],
  placement: boolean,
): Promise<SchedulingStory | undefined> {
  const { cluster, start } = play.past!
  if (cluster.decisions === undefined || targets.length === 0) return undefined
  for (const pod of await podsOf(play, targets)) {
    const unscheduled = isUnscheduled(pod)
    if (!placement && !unscheduled) continue
    const { namespace = '', name = '' } = pod.metadata ?? {}
    const last = lastDecision(cluster, namespace, name)
    if (last !== undefined) return { attempt: attemptOf(last, start) }
    if (unscheduled) return { nobody: nobodyText(pod) }
  }
  return undefined
}

function nobodyText(pod: ApiObject): string {
  const { schedulerName } = (pod['spec'] ?? {}) as { schedulerName?: string }
  return `no scheduler has tried to place pod "${pod.metadata?.name}" (its schedulerName is "${schedulerName}")`
}

/** The last decision about a pod. */
export function lastDecision(
  cluster: Cluster,
  namespace: string,
  pod: string,
  revision = Number.POSITIVE_INFINITY,
): Decision | undefined {
  const all = cluster.decisions?.of(namespace, pod) ?? []
  for (let i = all.length - 1; i >= 0; i--) if (all[i]!.revision <= revision) return all[i]
  return undefined
}

function isUnscheduled(pod: ApiObject): boolean {
  const phase = (pod['status'] as { phase?: string } | undefined)?.phase
  return nodeOf(pod) === undefined && phase !== 'Failed' && phase !== 'Succeeded'
}

async function podsOf(play: Play, targets: readonly Target[]): Promise<readonly ApiObject[]> {
  const world = await play.world([POD, ...MIDDLEMEN])
  return targets.flatMap(({ kind, namespace, name }) => {
    if (kind.key !== POD.key) return filtered(world, POD, namespace, { owner: { kind, name } })
    const pod = world.get(POD, namespace, name)
    return pod === undefined ? [] : [pod]
  })
}
