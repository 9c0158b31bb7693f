// A controller that the scenario plays: for every object of a custom resource it makes what is said, keeps it so, and writes the
// object's status. It applies on the server's side, as controllers do today; what it makes belongs to the object. What goes
// wrong is told by an event, and tried again.
import type { OwnerReference } from '../../generated/api/meta.v1.ts'
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Client, Result } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import { EventRecorder } from '../client/event-recorder.ts'
import type { Informers } from '../client/informers.ts'
import { type SyncResult, WorkQueue } from '../controllers/lib/work-queue.ts'
import { type Known, RenderFailure, type Template } from './template.ts'

const APPLY = 'application/apply-patch+yaml'

/** What a controller does; what is said of one adds up. */
export interface ControllerWork {
  /** The custom resource. */
  readonly resource: ResourceKey
  readonly makes: Template[]
  status?: Template
  /** How long after a change it comes to it. */
  takes?: number
}

/** Its name as a field manager and in events: `crontabs.stable.example.com-controller`. */
export const controllerName = ({ resource }: Pick<ControllerWork, 'resource'>): string => `${resource}-controller`

/** Whom it acts as. */
export interface Identity {
  readonly name: string
  readonly groups: readonly string[]
}

/** A running controller. */
export class CustomController implements Running {
  readonly #work: ControllerWork
  readonly #client: Client
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #events: EventRecorder
  /** Resources of what it made, which it hears of. */
  readonly #heard = new Set<ResourceKey>()

  constructor(environment: Environment, work: ControllerWork, { name, groups }: Identity) {
    this.#work = work
    this.#client = environment.client(name, groups)
    this.#informers = environment.informers()
    const recorder = environment.client(name, ['system:masters'])
    this.#events = new EventRecorder(recorder, environment.clock, controllerName(work))
    this.#queue = new WorkQueue(environment.clock, (key) => this.#reconcile(key))
    const hear = (object: KubeObject): void => this.look(object)
    this.#informers.on(work.resource, { add: hear, update: hear })
  }

  /** Comes to an object, in its time. */
  look({ metadata }: KubeObject): void {
    this.#queue.addAfter(`${metadata.namespace ?? ''}/${metadata.name}`, this.#work.takes ?? 0)
  }

  /** Comes to all: there is more to do. */
  lookAtAll(): void {
    for (const object of this.#client.lister.list(this.#work.resource)) this.look(object)
  }

  stop(): void {
    this.#queue.stop()
    this.#informers.stop()
    this.#events.forget()
  }

  #reconcile(key: string): SyncResult {
    const slash = key.indexOf('/')
    const found = this.#client.get<KubeObject>(this.#work.resource, key.slice(0, slash), key.slice(slash + 1))
    if (!found.ok) return found.status.reason === 'NotFound' ? undefined : 'retry'
    const { object } = found
    if (object.metadata.deletionTimestamp) return undefined
    try {
      for (const make of this.#work.makes) this.#make(object, make(this.#known(object)))
      if (this.#work.status !== undefined) this.#writeStatus(object, this.#work.status(this.#known(object)))
      return undefined
    } catch (failure) {
      if (!(failure instanceof RenderFailure)) throw failure
      this.#events.event(object, 'Warning', 'ReconcileError', failure.message)
      return 'retry'
    }
  }

  #known(object: KubeObject): Known {
    const { lister } = this.#client
    const owned = [...this.#heard]
      .sort()
      .flatMap((resource) => lister.list(resource))
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
    return { object, owned }
  }

  #make(owner: KubeObject, manifest: unknown): void {
    const wanted = manifest as KubeObject
    const { apiVersion = '', kind = '' } = wanted
    const info = this.#client.resourceOf(apiVersion, kind)
    if (info === undefined) throw new RenderFailure(`no matches for kind "${kind}" in version "${apiVersion}"`)
    this.#hear(info.key)
    const namespace = info.namespaced ? (wanted.metadata.namespace ?? owner.metadata.namespace ?? '') : ''
    const owns = !owner.metadata.namespace || owner.metadata.namespace === namespace
    const metadata = {
      ...wanted.metadata,
      ...(namespace ? { namespace } : {}),
      ...(owns ? { ownerReferences: [referenceTo(owner)] } : {}),
    }
    const name = metadata.name ?? ''
    this.#demand(this.#apply(info.key, namespace, name, { ...wanted, metadata }))
  }

  #writeStatus({ apiVersion, kind, metadata }: KubeObject, status: unknown): void {
    const { name = '', namespace = '' } = metadata
    const body = { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, status }
    const written = this.#apply(this.#work.resource, namespace, name, body, 'status')
    // Without the subresource the status is a field as any other.
    const none = !written.ok && written.status.code === 404
    this.#demand(none ? this.#apply(this.#work.resource, namespace, name, body) : written)
  }

  #apply(resource: ResourceKey, namespace: string, name: string, body: unknown, subresource = ''): Result<KubeObject> {
    const query = { fieldManager: controllerName(this.#work), force: 'true' }
    return this.#client.patch<KubeObject>(resource, namespace, name, APPLY, body, subresource, query)
  }

  #demand(result: Result<KubeObject>): void {
    if (!result.ok) throw new RenderFailure(result.status.message ?? '')
  }

  /** Hears of what happens to what it made. */
  #hear(resource: ResourceKey): void {
    if (this.#heard.has(resource)) return
    this.#heard.add(resource)
    const changed = ({ metadata }: KubeObject): void => {
      const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
      const object = this.#client.lister.get(this.#work.resource, metadata.namespace ?? '', owner?.name ?? '')
      if (object !== undefined && object.metadata.uid === owner?.uid) this.look(object)
    }
    this.#informers.on(resource, { add: changed, update: changed, delete: changed })
  }
}

const referenceTo = ({ apiVersion = '', kind = '', metadata }: KubeObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name ?? '',
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
})
