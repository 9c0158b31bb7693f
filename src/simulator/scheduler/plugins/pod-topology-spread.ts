// Spreads pods over domains of nodes: refuses nodes where a hard constraint would be skewed too much, and prefers the others
// by their soft constraints. Upstream: pkg/scheduler/framework/plugins/podtopologyspread/plugin.go.
import type { TopologySpreadConstraint } from '../../../generated/api/core.v1.ts'
import type { JsonObject } from '../../api/types.ts'
import type { PluginFactory } from '../contract.ts'
import { type SpreadArguments, systemDefaults } from '../spread/constraints.ts'
import { spreadFilter } from '../spread/filter.ts'
import { spreadEvents } from '../spread/hints.ts'
import { spreadScore } from '../spread/score.ts'

/** PodTopologySpread. */
export const plugin: PluginFactory = {
  name: 'PodTopologySpread',
  create(handle, args) {
    const defaults = spreadArguments(args)
    return {
      events: spreadEvents(handle, defaults),
      ...spreadFilter(handle, defaults),
      ...spreadScore(handle, defaults),
    }
  },
}

function spreadArguments({ defaultConstraints = [], defaultingType }: JsonObject): SpreadArguments {
  const constraints = defaultConstraints as readonly TopologySpreadConstraint[]
  if (defaultingType !== 'List' && constraints.length === 0) return systemDefaults
  return { defaultConstraints: constraints, systemDefaulted: false }
}
