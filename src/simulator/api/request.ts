// One request on its way through the server: what was asked, parsed; and the answer. Upstream: apiserver/pkg/endpoints/request.
import type { Remarks } from '../auth/contract.ts'
import type { AuditedRequest } from './audit/log.ts'
import type { Resources } from './resources.ts'
import type { Status } from './status/status-error.ts'
import type { JsonObject, KubeObject, ResourceInfo, UserInfo } from './types.ts'

/** What a client sends. Bodies are plain values here; the HTTP front turns text into values (codec/text). */
export interface ServerRequest {
  readonly method: string
  /** Without query. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Duplicate fields found while the body's text was read. */
  readonly duplicates?: readonly string[]
  readonly contentType?: string
  readonly accept?: string
  readonly userAgent?: string
  readonly user: UserInfo
  /** What is to be said of how the user was known. */
  readonly remarks?: Remarks
  /** What the audit log will tell of it, where that began before. */
  readonly audited?: AuditedRequest
}

/** An event a watch hands out; `object` is immutable. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: KubeObject | Status
}

/** A running watch: `start` begins delivery (what is there first where asked), `stop` ends it. */
export interface WatchStream {
  start(listener: (event: WatchEvent) => void): void
  stop(): void
}

/** Text as it comes: `start` begins with what is there, `end` is called when no more will come. */
export interface TextStream {
  start(send: (text: string) => void, end: () => void): void
  stop(): void
}

/** A way into a pod that the server hands over to the pod's node, once the client changes the protocol. */
export interface PodConnection {
  readonly door: 'attach' | 'exec' | 'portforward'
  readonly namespace: string
  readonly pod: string
  /** '' for portforward. */
  readonly container: string
}

/** An API server outside that answers instead, over HTTPS, as the user who asked here. */
export interface Forward {
  readonly dial: { readonly host: string; readonly port: number }
  /** The address as clients know it, where it is another. */
  readonly named?: string | undefined
  readonly serverName: string
  /** PEM in base64. */
  readonly caBundle?: string | undefined
  readonly insecure?: boolean | undefined
  readonly user: UserInfo
}

/** What the server answers. */
export interface ServerResponse {
  readonly code: number
  readonly body: KubeObject | Status | JsonObject
  readonly warnings: readonly string[]
  readonly watch?: WatchStream
  /** The answer is this text, not an object (logs). */
  readonly text?: string
  /** The media type of `text`; `text/plain` unless told, none where it is ''. */
  readonly contentType?: string
  /** Where to go instead. */
  readonly location?: string
  /** With `text`, the same as it comes (logs that are followed). */
  readonly stream?: TextStream
  /** The answer is for those who stay with HTTP: who upgrades is connected. */
  readonly connect?: PodConnection
  /** Why it could not be judged whether this is allowed; over the wire that is a plain text. */
  readonly fault?: string
  /** Who answers over the wire; who asks in process is told that nobody does. */
  readonly forward?: Forward
}

/** What a path leads to. */
export interface RequestInfo {
  readonly info: ResourceInfo
  /** '' for all namespaces or cluster-scoped. */
  readonly namespace: string
  /** '' for a collection. */
  readonly name: string
  /** '' for the object itself; `proxy/…` keeps only `proxy`. */
  readonly subresource: string
}

/** Parses a resource path; undefined when it leads nowhere in the API. */
export function parsePath(path: string, resources: Resources): RequestInfo | undefined {
  const parts = path.split('/')
  let at: number
  let apiVersion: string
  if (parts[1] === 'api') {
    apiVersion = parts[2] ?? ''
    at = 3
  } else if (parts[1] === 'apis') {
    apiVersion = `${parts[2] ?? ''}/${parts[3] ?? ''}`
    at = 4
  } else return undefined
  if (parts.at(-1) === '') parts.pop()
  let namespace = ''
  if (parts[at] === 'namespaces' && parts.length > at + 2 && !isNamespaceSubresource(parts, at)) {
    namespace = decodeURIComponent(parts[at + 1] ?? '')
    at += 2
  }
  const info = resources.find(apiVersion, parts[at] ?? '')
  if (info === undefined) return undefined
  if (namespace !== '' && !info.namespaced) return undefined
  const name = parts[at + 1] === undefined ? '' : decodeURIComponent(parts[at + 1]!)
  return { info, namespace, name, subresource: parts[at + 2] ?? '' }
}

/** `/api/v1/namespaces/x/status` and `/finalize` are the namespace's own, not resources in it. */
function isNamespaceSubresource(parts: readonly string[], at: number): boolean {
  return parts.length === at + 3 && (parts[at + 2] === 'status' || parts[at + 2] === 'finalize')
}
