// Dynamic resource allocation as far as pods without claims meet it: nothing to filter, and PostFilter says that no claim can
// be given back. Allocating claims is not simulated: a pod that has some waits with a reason that says so.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import { type PluginFactory, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'

const claimsKey = stateKey<number>('DynamicResources')
const unavailable = status('UnschedulableAndUnresolvable', 'cannot allocate all claims')

/** DynamicResources. */
export const plugin: PluginFactory = {
  name: 'DynamicResources',
  create: () => ({
    preFilter(state, { spec }) {
      const claims = spec.resourceClaims?.length ?? 0
      state.write(claimsKey, claims)
      return claims === 0 ? { status: skip } : undefined
    },
    filter: () => unavailable,
    postFilter(state) {
      const claims = state.read(claimsKey)
      if (claims === undefined) return { status: status('Error', 'not found') }
      return { status: status('Unschedulable', claims === 0 ? 'no new claims to deallocate' : 'still not schedulable') }
    },
    score: () => 0,
  }),
}
