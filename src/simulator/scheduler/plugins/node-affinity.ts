// Refuses nodes the pod's nodeSelector and required node affinity leave out; scores by preferred node affinity.
// Upstream: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go.
import { matchesRequiredNodeAffinity, preferredNodeAffinityScore } from '../../../model/node-affinity.ts'
import { type Node, type PluginFactory, type Pod, type PreFilterResult, skip, status } from '../contract.ts'
import { normalizeScores } from '../normalize-score.ts'

const refused = status('UnschedulableAndUnresolvable', "node(s) didn't match Pod's node affinity/selector")
const conflict: PreFilterResult = { status: status('UnschedulableAndUnresolvable', 'pod affinity terms conflict') }

/** NodeAffinity. */
export const plugin: PluginFactory = {
  name: 'NodeAffinity',
  create: () => ({
    events: [
      {
        resource: 'nodes',
        actions: ['Add', 'UpdateNodeLabel'],
        hint: (pod, previous, next) =>
          matchesRequiredNodeAffinity(pod, next as Node) &&
          (previous === undefined || !matchesRequiredNodeAffinity(pod, previous as Node)),
      },
    ],
    preFilter(_state, pod) {
      const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      if (required === undefined && pod.spec.nodeSelector === undefined) return { status: skip }
      const nodeNames = namedNodes(pod)
      if (nodeNames === undefined) return undefined
      return nodeNames.size === 0 ? conflict : { nodeNames }
    },
    filter: (_state, pod, { node }) => (matchesRequiredNodeAffinity(pod, node) ? undefined : refused),
    preScore: (_state, pod) =>
      pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution === undefined ? skip : undefined,
    score: (_state, pod, { node }) => preferredNodeAffinityScore(pod, node),
    normalizeScore: (_state, _pod, scores) => normalizeScores(scores, false),
  }),
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
