// Refuses nodes that do not declare a feature the pod cannot run without.
// Upstream: pkg/scheduler/framework/plugins/nodedeclaredfeatures and component-helpers/nodedeclaredfeatures/features.
import { deepEqual } from '../../../model/deep-equal.ts'
import { neededFeatures } from '../../../model/node-features.ts'
import { type Node, type PluginFactory, type Pod, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'

const featuresKey = stateKey<readonly string[]>('PreFilterNodeDeclaredFeatures')
const undeclared = status('UnschedulableAndUnresolvable', "node(s) didn't match Pod's required features")

/** NodeDeclaredFeatures. */
export const plugin: PluginFactory = {
  name: 'NodeDeclaredFeatures',
  create: () => ({
    events: [
      {
        resource: 'nodes',
        actions: ['Add', 'UpdateNodeDeclaredFeature'],
        hint: (_pod, old, next) =>
          old === undefined ||
          !deepEqual((old as Node).status.declaredFeatures, (next as Node).status.declaredFeatures),
      },
      {
        resource: 'pods',
        actions: ['Update'],
        hint: (pod, old, next) =>
          pod.metadata.uid === next?.metadata.uid &&
          !deepEqual(neededFeatures(old as Pod), neededFeatures(next as Pod)),
      },
    ],
    preFilter(state, pod) {
      const needed = neededFeatures(pod)
      if (needed.length === 0) return { status: skip }
      state.write(featuresKey, needed)
      return undefined
    },
    filter(state, _pod, { node }) {
      const declared = node.status.declaredFeatures ?? []
      return (state.read(featuresKey) ?? []).every((feature) => declared.includes(feature)) ? undefined : undeclared
    },
  }),
}
