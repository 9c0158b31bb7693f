// The only door to the API server for everything that acts in the cluster: scheduler, controllers, kubelets. Writes go through the
// whole request pipeline as the component's own user; refusals are values. Reads of caches are the lister's.
import type { ServerResponse } from '../api/request.ts'
import type { ApiServer } from '../api/server.ts'
import type { Status } from '../api/status/status-error.ts'
import type { KubeObject, Lister, ResourceKey, UserInfo } from '../api/types.ts'
import type { Flights } from './flights.ts'
import { FrozenView } from './frozen-view.ts'
import { type IndexDefinition, type Indexers, isFiledUnder } from './indexers.ts'

export type { Status } from '../api/status/status-error.ts'

/** What became of a write: the object as stored, or the refusal. */
export type Result<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly status: Status }

/** How a patch's body is to be read. */
export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml'

/** DeleteOptions a component may name. */
export interface DeleteRequest {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground'
  readonly uid?: string
  readonly resourceVersion?: string
}

/** No answer at all: there is no connection to the server. */
const NO_ANSWER: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'the server cannot be reached',
  code: 0,
}

/** Whether a request was not even judged, so that it is worth sending again as it is. */
export const isUnanswered = ({ code = 0 }: Status): boolean => code === 0 || code === 429 || code >= 500

/** Acts as one user. Namespaces are '' for cluster-scoped resources. */
export class Client {
  readonly user: UserInfo
  readonly #server: ApiServer
  readonly #indexers: Indexers
  readonly #flights: Flights | undefined
  /** Set while the server cannot be reached. */
  #frozen: FrozenView | undefined
  readonly #waiting = new Set<() => void>()

  /** `flights`: the requests that wait for somebody outside, where there is an outside. */
  constructor(server: ApiServer, user: UserInfo, indexers: Indexers, flights?: Flights) {
    this.#server = server
    this.#indexers = indexers
    this.#flights = flights
    this.user = user
  }

  /** Whether requests may have to wait for somebody outside of the cluster. */
  get waits(): boolean {
    return this.#flights !== undefined
  }

  get lister(): Lister {
    return this.#frozen ?? this.#server.lister
  }

  /** The way to the server is cut: requests get no answer, caches stay as they are. */
  cutOff(): void {
    this.#frozen ??= new FrozenView(this.#server.parts.store)
  }

  /** The server can be reached again. */
  restore(): void {
    this.#frozen?.stop()
    this.#frozen = undefined
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const run of waiting) run()
  }

  /** Runs what follows from something heard of the server: at once, or once it can be reached again. */
  whenReached(run: () => void): void {
    if (this.#frozen === undefined) run()
    else this.#waiting.add(run)
  }

  /** Objects of the cache found by an index of client/indexes.ts, in key order; a fresh list. */
  indexed<T extends KubeObject>(index: IndexDefinition<T>, key: string): T[] {
    if (this.#frozen === undefined) return this.#indexers.objects(index, key)
    return this.#frozen.list<T>(index.resource).filter((object) => isFiledUnder(index.keysOf(object), key))
  }

  /** Creates `object` in its metadata.namespace; `subresource` for bindings, evictions, tokens (then `name` is the parent's). */
  create<T extends KubeObject>(resource: ResourceKey, object: T): Result<T> {
    return this.#send<T>('POST', resource, object.metadata.namespace ?? '', '', '', object)
  }

  /** POSTs to a subresource of an object: pods/binding, pods/eviction, serviceaccounts/token. */
  createSubresource<T extends KubeObject>(
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    body: KubeObject,
  ): Result<T> {
    return this.#send<T>('POST', resource, namespace, name, subresource, body)
  }

  /** The object a manifest means, decoded with defaults filled in, without asking the server; or why it means none. */
  decoded<T extends KubeObject>(
    resource: ResourceKey,
    manifest: unknown,
  ): { readonly object: T } | { readonly error: string } {
    const { parts } = this.#server
    const info = parts.resources.byKey(resource)
    if (info === undefined) return { error: `no resource ${resource}` }
    const outcome = parts.machinery.patch(info, manifest as KubeObject, [], 'fail')
    return 'error' in outcome ? outcome : { object: outcome.object as T }
  }

  /** What the rules of its kind say of an object that is to be made, as Go prints a list of errors; undefined when nothing. */
  problems(resource: ResourceKey, object: KubeObject): string | undefined {
    const info = this.#server.parts.resources.byKey(resource)
    const errors = info === undefined ? [] : this.#server.problems(this.user, info, object)
    return errors.length === 0 ? undefined : `[${errors.map(({ field, body }) => `${field}: ${body}`).join(' ')}]`
  }

  update<T extends KubeObject>(resource: ResourceKey, object: T, subresource = ''): Result<T> {
    return this.#send<T>(
      'PUT',
      resource,
      object.metadata.namespace ?? '',
      object.metadata.name ?? '',
      subresource,
      object,
    )
  }

  updateStatus<T extends KubeObject>(resource: ResourceKey, object: T): Result<T> {
    return this.update(resource, object, 'status')
  }

  patch<T extends KubeObject>(
    resource: ResourceKey,
    namespace: string,
    name: string,
    type: PatchType,
    body: unknown,
    subresource = '',
    query?: Readonly<Record<string, string>>,
  ): Result<T> {
    return this.#send<T>('PATCH', resource, namespace, name, subresource, body, type, query)
  }

  delete(
    resource: ResourceKey,
    namespace: string,
    name: string,
    options: DeleteRequest = {},
  ): Result<KubeObject | Status> {
    const { uid, resourceVersion, ...rest } = options
    const preconditions =
      uid === undefined && resourceVersion === undefined
        ? {}
        : { preconditions: { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) } }
    return this.#send<KubeObject>('DELETE', resource, namespace, name, '', {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...rest,
      ...preconditions,
    })
  }

  /** Reads an object, or a subresource of it, through the front door; caches are the lister's. */
  get<T>(resource: ResourceKey, namespace: string, name: string, subresource = ''): Result<T> {
    return this.#send<T>('GET', resource, namespace, name, subresource, undefined)
  }

  /** Whether a resource has a `scale`: discovery. */
  scales(resource: ResourceKey): boolean {
    return this.#server.parts.resources.byKey(resource)?.subresources.has('scale') === true
  }

  /** Whether the server serves a resource: discovery. */
  knows(resource: ResourceKey): boolean {
    return this.#server.parts.resources.byKey(resource) !== undefined
  }

  /** Resources that hold anything in a namespace, in order of their keys: discovery and a list of each in one. */
  resourcesIn(namespace: string): ResourceKey[] {
    return this.#server.parts.store.resourcesIn(namespace).sort()
  }

  /** The resource behind a kind as references name it; undefined when the server serves no such kind. */
  resourceOf(
    apiVersion: string,
    kind: string,
  ): { readonly key: ResourceKey; readonly namespaced: boolean } | undefined {
    return this.#server.parts.resources.byKind(apiVersion, kind)
  }

  /** The kind of a resource in a version of its group: discovery. */
  kindOf(apiVersion: string, resource: string): string | undefined {
    return this.#server.parts.resources.find(apiVersion, resource)?.kind
  }

  /** The same for a kind of any version of its group. */
  resourceOfGroup(
    group: string,
    kind: string,
  ): { readonly key: ResourceKey; readonly namespaced: boolean } | undefined {
    for (const info of this.#server.parts.resources.all())
      if (info.group === group && info.kind === kind && !info.resource.includes('/')) return info
    return undefined
  }

  #send<T>(
    method: string,
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    body: unknown,
    contentType?: string,
    query?: Readonly<Record<string, string>>,
  ): Result<T> {
    if (this.#frozen !== undefined) return { ok: false, status: NO_ANSWER }
    const ask = { body, user: this.user, ...(contentType ? { contentType } : {}), ...(query ? { query } : {}) }
    const run = (): ServerResponse => this.#server.perform(method, resource, { namespace, name, subresource }, ask)
    const response =
      this.#flights === undefined
        ? run()
        : this.#flights.send({
            key: () => JSON.stringify([method, resource, namespace, name, subresource, ask]),
            about: () => (name === '' ? '' : `${this.user.name} ${resource} ${namespace}/${name}`),
            run,
          })
    if (response === undefined) return { ok: false, status: NO_ANSWER }
    return response.code < 300
      ? { ok: true, object: response.body as T }
      : { ok: false, status: response.body as Status }
  }
}
