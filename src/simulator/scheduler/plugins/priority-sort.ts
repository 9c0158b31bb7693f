// The order of the active queue: higher priority first, then who came earlier.
// Upstream: pkg/scheduler/framework/plugins/queuesort/priority_sort.go.
import type { PluginFactory } from '../contract.ts'
import { priorityOf } from '../node-info.ts'

/** PrioritySort. */
export const plugin: PluginFactory = {
  name: 'PrioritySort',
  create: () => ({
    less(a, b) {
      const difference = priorityOf(a.pod) - priorityOf(b.pod)
      return difference > 0 || (difference === 0 && a.timestamp < b.timestamp)
    },
  }),
}
