// Subresources that are not simply the object through another door, by `<resource>/<name>` (`*` for any resource); a resource
// alone stands for POST to its collection.
import type { RequestContext } from '../context.ts'
import type { ServerResponse } from '../request.ts'
import { bindNamedPod, bindPod } from './pod-binding.ts'
import { connectPod } from './pod-connect.ts'
import { evictPod } from './pod-eviction.ts'
import { podLog } from './pod-log.ts'
import { proxyNode, proxyPod, proxyService } from './proxy.ts'
import { scaleOfApps, scaleOfControllers } from './scale-views.ts'
import { requestToken } from './service-account-token.ts'

/** How each is served. */
export const subresources: ReadonlyMap<string, (context: RequestContext) => ServerResponse> = new Map([
  ['bindings', bindNamedPod],
  ['pods/attach', connectPod],
  ['pods/binding', bindPod],
  ['pods/exec', connectPod],
  ['pods/portforward', connectPod],
  ['pods/proxy', proxyPod],
  ['pods/eviction', evictPod],
  ['services/proxy', proxyService],
  ['nodes/proxy', proxyNode],
  ['pods/log', podLog],
  ['serviceaccounts/token', requestToken],
  ['deployments.apps/scale', scaleOfApps],
  ['replicasets.apps/scale', scaleOfApps],
  ['statefulsets.apps/scale', scaleOfApps],
  ['replicationcontrollers/scale', scaleOfControllers],
])
