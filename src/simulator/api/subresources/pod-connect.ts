// exec, attach and portforward: judged as far as the API server judges them before it hands the connection to a node. Who comes with
// plain HTTP is told to upgrade; the server connects the others (server/streams). Upstream: pkg/registry/core/pod/rest/subresources.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { createRefusalOf } from '../authorization.ts'
import type { RequestContext } from '../context.ts'
import type { PodConnection, ServerResponse } from '../request.ts'
import { badRequest } from '../status/status-error.ts'
import { existing } from '../stored.ts'
import { containerOf } from './pod-container.ts'

/** Refuses what a real server refuses; what is left is connected. */
export function connectPod(context: RequestContext): ServerResponse {
  const { request, namespace, name } = context
  const refused = createRefusalOf(context.parts.authorizer, request, context)
  if (refused !== undefined) throw refused
  if (request.query?.['dryRun'] !== undefined) throw badRequest('dryRun is not supported')
  const pod = existing(context) as unknown as Pod
  const door = context.subresource as PodConnection['door']
  const container = door === 'portforward' ? '' : containerOf(pod, request.query?.['container'] ?? '')
  if (!pod.spec.nodeName) throw badRequest(`pod ${name} does not have a host assigned`)
  const { code, status } = badRequest('Upgrade request required')
  return { code, body: status, warnings: context.warnings, connect: { door, namespace, pod: name, container } }
}
