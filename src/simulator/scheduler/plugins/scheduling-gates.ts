// Keeps pods with scheduling gates out of the active queue until the last gate is gone.
// Upstream: pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go.
import { type PluginFactory, status } from '../contract.ts'

/** SchedulingGates. */
export const plugin: PluginFactory = {
  name: 'SchedulingGates',
  create: () => ({
    events: [
      {
        resource: 'pods',
        actions: ['UpdatePodSchedulingGatesEliminated'],
        hint: (pod, _previous, next) => next?.metadata.uid === pod.metadata.uid,
      },
    ],
    preEnqueue(pod) {
      const gates = pod.spec.schedulingGates ?? []
      if (gates.length === 0) return undefined
      const names = gates.map((gate) => gate.name).join(' ')
      return status('UnschedulableAndUnresolvable', `waiting for scheduling gates: [${names}]`)
    },
  }),
}
