// Subresources that are not simply the object through another door, by `<resource>/<name>` (`*` for any resource).
import type { RequestContext } from '../context.ts'
import type { ServerResponse } from '../request.ts'
import { bindPod } from './pod-binding.ts'

/** How each is served. */
export const subresources: ReadonlyMap<string, (context: RequestContext) => ServerResponse> = new Map([
  ['pods/binding', bindPod],
])
