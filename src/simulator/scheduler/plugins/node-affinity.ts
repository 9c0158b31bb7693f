// Refuses nodes the pod's nodeSelector and required node affinity leave out; scores by preferred node affinity. The scheduler's own
// arguments may add to both.
// Upstream: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go.
import type { NodeAffinity as NodeAffinityTerms } from '../../../generated/api/core.v1.ts'
import {
  matchesNodeSelectorTerms,
  matchesRequiredNodeAffinity,
  preferredNodeAffinityScore,
  preferredTermsScore,
} from '../../../model/node-affinity.ts'
import { type Node, type PluginFactory, type Pod, type PreFilterResult, skip, status } from '../contract.ts'
import { normalizeScores } from '../normalize-score.ts'

const refused = status('UnschedulableAndUnresolvable', "node(s) didn't match Pod's node affinity/selector")
const conflict: PreFilterResult = { status: status('UnschedulableAndUnresolvable', 'pod affinity terms conflict') }

const notEnforced = status('UnschedulableAndUnresolvable', "node(s) didn't match scheduler-enforced node affinity")

/** NodeAffinity. */
export const plugin: PluginFactory = {
  name: 'NodeAffinity',
  create(_handle, { addedAffinity }) {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: added,
      preferredDuringSchedulingIgnoredDuringExecution: liked,
    } = (addedAffinity ?? {}) as NodeAffinityTerms
    const enforced = (node: Node): boolean => !added || matchesNodeSelectorTerms(added.nodeSelectorTerms, node)
    return {
      events: [
        {
          resource: 'nodes',
          actions: ['Add', 'UpdateNodeLabel'],
          hint: (pod, previous, next) =>
            enforced(next as Node) &&
            matchesRequiredNodeAffinity(pod, next as Node) &&
            (previous === undefined || !matchesRequiredNodeAffinity(pod, previous as Node)),
        },
      ],
      preFilter(_state, pod) {
        const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        if (required === undefined && !added && pod.spec.nodeSelector === undefined) return { status: skip }
        const nodeNames = namedNodes(pod)
        if (nodeNames === undefined) return undefined
        return nodeNames.size === 0 ? conflict : { nodeNames }
      },
      filter(_state, pod, { node }) {
        if (!enforced(node)) return notEnforced
        return matchesRequiredNodeAffinity(pod, node) ? undefined : refused
      },
      preScore: (_state, pod) =>
        pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution === undefined && !liked
          ? skip
          : undefined,
      score: (_state, pod, { node }) =>
        preferredNodeAffinityScore(pod, node) + (liked ? preferredTermsScore(liked, node) : 0),
      normalizeScore: (_state, _pod, scores) => normalizeScores(scores, false),
    }
  },
}

/** The only nodes the terms allow by name; undefined when some term does not go by name. */
function namedNodes(pod: Pod): ReadonlySet<string> | undefined {
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  if (!terms || terms.length === 0) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    let ofTerm: string[] | undefined
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue
      ofTerm = ofTerm === undefined ? (values ?? []) : ofTerm.filter((name) => values?.includes(name))
    }
    if (ofTerm === undefined) return undefined
    for (const name of ofTerm) names.add(name)
  }
  return names
}
