// Dynamic resource allocation as far as pods without claims meet it: nothing to filter, and PostFilter says that no claim can
// be given back. Allocating claims is not simulated: a pod that has some waits with a reason that says so.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import { type PluginFactory, skip, status } from '../contract.ts'

const unavailable = status('UnschedulableAndUnresolvable', 'cannot allocate all claims')

/** DynamicResources. */
export const plugin: PluginFactory = {
  name: 'DynamicResources',
  create: () => ({
    preFilter: (_state, pod) => ((pod.spec.resourceClaims?.length ?? 0) === 0 ? { status: skip } : undefined),
    filter: () => unavailable,
    postFilter: (_state, pod) => {
      const claims = pod.spec.resourceClaims?.length ?? 0
      return { status: status('Unschedulable', claims === 0 ? 'no new claims to deallocate' : 'still not schedulable') }
    },
  }),
}
