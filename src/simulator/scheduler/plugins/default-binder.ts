// Writes the decision: a Binding for the pod. Upstream: pkg/scheduler/framework/plugins/defaultbinder/default_binder.go.
import type { Binding } from '../../../generated/api/core.v1.ts'
import { type PluginFactory, status } from '../contract.ts'

/** DefaultBinder. */
export const plugin: PluginFactory = {
  name: 'DefaultBinder',
  create: ({ client }) => ({
    bind(_state, { metadata }, nodeName) {
      const namespace = metadata.namespace ?? ''
      const name = metadata.name ?? ''
      const binding: Binding = {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, namespace, uid: metadata.uid },
        target: { kind: 'Node', name: nodeName },
      }
      const result = client.createSubresource('pods', namespace, name, 'binding', binding)
      return result.ok ? undefined : status('Error', result.status.message ?? '')
    },
  }),
}
