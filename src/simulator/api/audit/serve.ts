// Where the server tells the audit log what it serves. Requests from within the process have no address of their own: theirs is the
// loopback's. Upstream: the filter WithAudit, and the LogRequest… calls of the handlers.
import { attributesOf, attributesOfPath } from '../authorization.ts'
import type { RequestContext } from '../context.ts'
import type { RequestInfo, ServerRequest, ServerResponse } from '../request.ts'
import type { JsonObject, KubeObject } from '../types.ts'
import type { AuditedRequest, AuditLog, ReceivedRequest } from './log.ts'

const LOOPBACK: readonly string[] = ['127.0.0.1']

/** The request with what the log will tell of it, its target being known. */
export function auditTarget(log: AuditLog, request: ServerRequest, target: RequestInfo): ServerRequest {
  if (request.audited !== undefined) return request
  const path = request.path === '' ? pathOf(target) : request.path
  return withAudited(request, log.begin(attributesOf(request, target), receivedOf(request, path)))
}

/** The same for a path that is no resource's. */
export function auditPath(log: AuditLog | undefined, request: ServerRequest): ServerRequest {
  if (log === undefined || request.audited !== undefined) return request
  return withAudited(request, log.begin(attributesOfPath(request), receivedOf(request, request.path)))
}

/** A request whose sender is not known was refused. */
export function auditUnknown(
  log: AuditLog | undefined,
  request: Omit<ServerRequest, 'user'>,
  response: ServerResponse,
): ServerResponse {
  const asked = { ...request, user: { name: '', groups: [] } }
  log?.refused(attributesOfPath(asked), receivedOf(asked, request.path), response.body as JsonObject)
  return response
}

const withAudited = (request: ServerRequest, audited: AuditedRequest | undefined): ServerRequest =>
  audited === undefined ? request : { ...request, audited }

function receivedOf({ query = {}, userAgent, remarks }: ServerRequest, path: string): ReceivedRequest {
  const parameters = new URLSearchParams(query)
  parameters.sort()
  const text = parameters.toString()
  return {
    uri: text === '' ? path : `${path}?${text}`,
    sourceIPs: LOOPBACK,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(remarks === undefined ? {} : { annotations: remarks.annotations }),
  }
}

function pathOf({ info, namespace, name, subresource }: RequestInfo): string {
  const root = info.group === '' ? '/api' : '/apis'
  const parts = [root, info.apiVersion, namespace && `namespaces/${namespace}`, info.resource, name, subresource]
  return parts.filter((part) => part !== '').join('/')
}

/** Tells what is answered; a watch is over when it is stopped. */
export function auditedAnswer({ audited }: ServerRequest, response: ServerResponse): ServerResponse {
  if (audited === undefined) return response
  const { code, body, watch, text } = response
  audited.answered(code, watch === undefined && text === undefined ? (body as JsonObject) : undefined)
  if (watch === undefined) {
    audited.complete()
    return response
  }
  audited.watching()
  const stop = (): void => {
    watch.stop()
    audited.complete()
  }
  return { ...response, watch: { start: (listener) => watch.start(listener), stop } }
}

/** Tells what a client sent, decoded. */
export function auditObject({ request }: RequestContext, object: KubeObject): void {
  request.audited?.requestObject(object as unknown as JsonObject)
}

/** Tells which options a deletion came with. */
export function auditOptions({ request }: RequestContext): void {
  const { audited, body } = request
  if (audited !== undefined && typeof body === 'object' && body !== null) audited.requestObject(body as JsonObject)
}
