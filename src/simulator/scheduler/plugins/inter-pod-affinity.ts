// Places pods beside others or away from them, as their affinity and that of placed pods wants it.
// Upstream: pkg/scheduler/framework/plugins/interpodaffinity/plugin.go.
import { affinityFilter } from '../affinity/filter.ts'
import { affinityEvents } from '../affinity/hints.ts'
import { affinityScore } from '../affinity/score.ts'
import type { PluginFactory } from '../contract.ts'

/** InterPodAffinity. */
export const plugin: PluginFactory = {
  name: 'InterPodAffinity',
  create(handle, { hardPodAffinityWeight = 1, ignorePreferredTermsOfExistingPods }) {
    const score = affinityScore(handle, {
      hardPodAffinityWeight: Number(hardPodAffinityWeight),
      ignorePreferredTermsOfExistingPods: ignorePreferredTermsOfExistingPods === true,
    })
    return { events: affinityEvents, ...affinityFilter(handle), ...score }
  },
}
