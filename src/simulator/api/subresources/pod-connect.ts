// exec, attach and portforward: judged as far as the API server judges them before it hands the connection to a node.
// The server takes exec from there (server/exec-stream.ts); attach and portforward are NotSimulated. Upstream: ExecLocation and friends in pkg/registry/core/pod/strategy.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { RequestContext } from '../context.ts'
import type { ServerResponse } from '../request.ts'
import { badRequest, StatusError } from '../status/status-error.ts'
import { existing } from '../stored.ts'

/** Refuses what a real server refuses; what it would connect is said to be NotSimulated. */
export function connectPod(context: RequestContext): ServerResponse {
  const pod = existing(context) as unknown as Pod
  if (context.subresource !== 'portforward') checkContainer(pod, context.request.query?.['container'] ?? '')
  if (!pod.spec.nodeName) throw badRequest(`pod ${context.name} does not have a host assigned`)
  throw new StatusError(501, 'NotSimulated', `${context.subresource} over the wire is not simulated`)
}

/** Without a name the first container is meant. */
function checkContainer({ metadata, spec }: Pod, name: string): void {
  if (name === '') return
  const all = [spec.containers, spec.initContainers, spec.ephemeralContainers].flatMap((list) => list ?? [])
  if (!all.some((container) => container.name === name)) {
    throw badRequest(`container ${name} is not valid for pod ${metadata.name}`)
  }
}
