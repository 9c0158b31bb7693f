// Which changes may let a pod in that InterPodAffinity refused. Upstream: isSchedulableAfterPodChange and
// isSchedulableAfterNodeChange in pkg/scheduler/framework/plugins/interpodaffinity/plugin.go.
import { affinityTermsOf } from '../affinity-terms.ts'
import type { EventRegistration, Node, Pod } from '../contract.ts'
import { meanAll } from './incoming.ts'

/** What the plugin waits for. */
export const affinityEvents: readonly EventRegistration[] = [
  {
    resource: 'pods',
    actions: ['Add', 'UpdatePodLabel', 'Delete'],
    hint: (pod, old, next) => podHelps(pod, old as Pod | undefined, next as Pod | undefined),
  },
  {
    resource: 'nodes',
    actions: ['Add', 'UpdateNodeLabel'],
    hint: (pod, old, next) => nodeHelps(pod, old as Node | undefined, next as Node),
  },
]

const unplaced = (pod: Pod | undefined): boolean =>
  pod !== undefined && !pod.spec.nodeName && !pod.status.nominatedNodeName

function podHelps(pod: Pod, old: Pod | undefined, next: Pod | undefined): boolean {
  if (old !== undefined && next !== undefined && next.metadata.uid === pod.metadata.uid) return true
  if (unplaced(old) || unplaced(next)) return false
  const { required, requiredAnti } = affinityTermsOf(pod)
  if (next === undefined) {
    return old !== undefined && (meanAll(requiredAnti, old) || meanAll(affinityTermsOf(old).requiredAnti, pod))
  }
  if (old === undefined) return meanAll(required, next)
  return (
    (!meanAll(required, old) && meanAll(required, next)) || (meanAll(requiredAnti, old) && !meanAll(requiredAnti, next))
  )
}

function nodeHelps(pod: Pod, old: Node | undefined, next: Node): boolean {
  const { required, requiredAnti } = affinityTermsOf(pod)
  const moved = (key: string): boolean => {
    const [before, after] = [old?.metadata.labels?.[key], next.metadata.labels?.[key]]
    return before !== undefined && after !== undefined && before !== after
  }
  for (const { topologyKey: key } of required) {
    const gained = old?.metadata.labels?.[key] === undefined && next.metadata.labels?.[key] !== undefined
    if (gained || moved(key)) return true
  }
  for (const { topologyKey: key } of requiredAnti) {
    const lost = old?.metadata.labels?.[key] !== undefined && next.metadata.labels?.[key] === undefined
    if (old === undefined || lost || moved(key)) return true
  }
  return false
}
