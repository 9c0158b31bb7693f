// The aggregation layer: requests for the versions of groups that other API servers serve are passed on to them, as the user they
// came from; which of them can be asked is kept in conditions. Definitions of custom resources register theirs by themselves.
// Upstream: kube-aggregator/pkg/{apiserver/handler_proxy,controllers}, pkg/controlplane/controller/crdregistration.
import type { CustomResourceDefinition } from '../../generated/api/apiextensions.v1.ts'
import type { APIService } from '../../generated/api/apiregistration.v1.ts'
import { formatTime } from '../../model/time.ts'
import { refusalOfPath } from '../api/authorization.ts'
import type { RemoteVersion } from '../api/custom-discovery.ts'
import type { ListedResource } from '../api/remote-discovery.ts'
import type { ServerRequest, ServerResponse } from '../api/request.ts'
import { type StatusError, serviceUnavailable } from '../api/status/status-error.ts'
import type { KubeObject } from '../api/types.ts'
import type { Authorizer } from '../auth/contract.ts'
import type { Client } from '../client/client.ts'
import type { Environment } from '../client/environment.ts'
import { type SyncResult, WorkQueue } from '../controllers/lib/work-queue.ts'
import type { Outside } from '../engine/outside.ts'
import type { Store } from '../engine/store.ts'
import { type Availability, availabilityOf, playedProbe } from './availability.ts'
import { OutsideApiServers } from './outside.ts'
import { PlayedApiServers } from './played.ts'

const SERVICES = 'apiservices.apiregistration.k8s.io'
const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'
const SLICES = 'endpointslices.discovery.k8s.io'
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged'
/** Servers outside are looked at again now and then. */
const RECHECK_MS = 30_000
const FAILED_MS = 2000
const DELAYS = { baseMs: 5, maxMs: 30_000, bucket: false } as const

/** The aggregator of one cluster. */
export class Aggregator {
  readonly backends: PlayedApiServers
  readonly #environment: Environment
  readonly #client: Client
  /** APIServices that others serve, by `group/version`. */
  readonly #remote = new Map<string, APIService>()
  /** What others told last that they serve, by APIService. */
  readonly #told = new Map<string, readonly ListedResource[]>()
  readonly #queue: WorkQueue
  #listening = false

  readonly #outside: OutsideApiServers | undefined

  /** `fresh`: all APIServices there are, are this server's own. */
  constructor(environment: Environment, store: Store, fresh: boolean, outside?: Outside) {
    this.#outside = outside && new OutsideApiServers(outside, store)
    this.#environment = environment
    this.#client = environment.client('system:apiserver', ['system:masters'])
    this.#queue = new WorkQueue(environment.clock, (name) => this.#judge(name), DELAYS)
    this.backends = new PlayedApiServers((name) => this.#queue.add(name))
    if (!fresh) for (const service of store.list<APIService>(SERVICES)) this.#take(service)
    store.listen(SERVICES, ({ type, object }) => {
      if (type === 'DELETED') this.#forget(object as APIService)
      else this.#take(object as APIService)
    })
    store.listen(DEFINITIONS, ({ object }) => {
      environment.clock.soon(() => this.#register(object as CustomResourceDefinition))
    })
  }

  /** The versions that others serve, for discovery. */
  versions(): readonly RemoteVersion[] {
    return [...this.#remote.values()].map(({ metadata: { name = '' }, spec: { group = '', version = '' } }) => {
      const there = isAvailable(this.#client.lister.get<APIService>(SERVICES, '', name))
      const outside = there ? this.#outside?.resources(name) : undefined
      const played = there && this.backends.isUp(name)
      const fresh = played ? this.backends.resources(name, `/apis/${group}/${version}`) : outside
      if (fresh !== undefined) this.#told.set(name, fresh)
      return { group, version, resources: fresh ?? this.#told.get(name), fresh: fresh !== undefined }
    })
  }

  /** The answer of another API server; undefined for what this one serves. */
  answer(authorizer: Authorizer, request: ServerRequest): ServerResponse | undefined {
    if (this.#remote.size === 0) return undefined
    const [, apis, group, version] = request.path.split('/')
    const service = apis === 'apis' ? this.#remote.get(`${group}/${version}`) : undefined
    if (service === undefined) return undefined
    const refused = refusalOfPath(authorizer, request)
    if (refused !== undefined) return { code: refused.code, body: refused.status, warnings: [] }
    const { name = '' } = service.metadata
    const current = this.#client.lister.get<APIService>(SERVICES, '', name)
    if (!isAvailable(current)) return unavailable('service unavailable\n')
    const forward = this.#outside?.forward(service, request)
    if (forward !== undefined) return { ...unavailable('service unavailable\n'), forward }
    if (!this.backends.isUp(name)) return unavailable(`${this.#refusedBy(service)}\n`)
    return this.backends.ask(name, request)
  }

  #refusedBy({ spec }: APIService): string {
    const { namespace = '', name = '', port = 443 } = spec.service ?? {}
    const service = this.#client.lister.get<KubeObject & { spec?: { clusterIP?: string } }>('services', namespace, name)
    return `error trying to reach service: dial tcp ${service?.spec?.clusterIP}:${port}: connect: connection refused`
  }

  #take(service: APIService): void {
    const { group, version, service: behind } = service.spec
    const key = `${group}/${version}`
    if (behind === undefined) {
      this.#remote.delete(key)
      return
    }
    this.#listen()
    this.#remote.set(key, service)
    this.#queue.add(service.metadata.name ?? '')
  }

  #forget({ metadata, spec }: APIService): void {
    this.#told.delete(metadata.name ?? '')
    this.#remote.delete(`${spec.group}/${spec.version}`)
  }

  /** Services and their endpoints matter once there is an APIService that names one. */
  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    const informers = this.#environment.informers()
    const all = (): void => {
      for (const { metadata } of this.#remote.values()) this.#queue.add(metadata.name ?? '')
    }
    for (const resource of ['services', SLICES]) informers.on(resource, { add: all, update: all, delete: all })
  }

  #judge(name: string): SyncResult {
    const { lister } = this.#client
    const service = lister.get<APIService>(SERVICES, '', name)
    if (service?.spec.service === undefined) return undefined
    const probe = this.#outside?.probe(service)
    if (this.#outside === undefined || probe === undefined) {
      return this.#tell(service, availabilityOf(service, lister, playedProbe(service, this.backends)))
    }
    this.#outside.judge(name, () => {
      const current = lister.get<APIService>(SERVICES, '', name)
      if (current === undefined) return
      const again = this.#tell(current, availabilityOf(current, lister, probe))
      this.#queue.addAfter(name, again === undefined ? RECHECK_MS : FAILED_MS)
    })
    return undefined
  }

  /** Writes what is known of an APIService. */
  #tell(service: APIService, availability: Availability): SyncResult {
    const conditions = [...(service.status.conditions ?? [])]
    const at = conditions.findIndex(({ type }) => type === 'Available')
    const before = conditions[at]
    const { status, reason, message } = availability
    if (before?.status !== status || before.reason !== reason || before.message !== message) {
      const now = formatTime(this.#environment.clock.now())
      const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now
      conditions.splice(at < 0 ? conditions.length : at, 1, { type: 'Available', lastTransitionTime, ...availability })
      const written = this.#client.updateStatus<APIService>(SERVICES, { ...service, status: { conditions } })
      if (!written.ok) return 'retry'
    }
    // What it serves is asked for once it is there.
    if (status === 'True') this.versions()
    return reason === 'FailedDiscoveryCheck' ? 'retry' : undefined
  }

  /** The versions of a definition's group are registered, those nobody serves any more are not. */
  #register({ spec: { group } }: CustomResourceDefinition): void {
    const { lister } = this.#client
    const served = new Set(
      lister
        .list<CustomResourceDefinition>(DEFINITIONS)
        .filter(({ spec }) => spec.group === group)
        .flatMap(({ spec }) => (spec.versions ?? []).filter((version) => version.served).map(({ name }) => name)),
    )
    for (const version of served) {
      if (lister.get(SERVICES, '', `${version}.${group}`) !== undefined) continue
      this.#client.create(SERVICES, registration(group, version))
    }
    for (const { metadata, spec } of lister.list<APIService>(SERVICES)) {
      if (spec.group !== group || metadata.labels?.[MANAGED] !== 'true' || served.has(spec.version ?? '')) continue
      this.#client.delete(SERVICES, '', metadata.name ?? '')
    }
  }
}

const registration = (group: string, version: string): KubeObject =>
  ({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [MANAGED]: 'true' } },
    spec: { group, version, groupPriorityMinimum: 1000, versionPriority: 100 },
  }) as unknown as KubeObject

const isAvailable = (service: APIService | undefined): boolean =>
  service?.status.conditions?.some(({ type, status }) => type === 'Available' && status === 'True') === true

/** What is sent is a text; the Status is what clients make of it. */
function unavailable(text: string): ServerResponse {
  const { code, status }: StatusError = serviceUnavailable('the server is currently unable to handle the request')
  return { code, body: status, warnings: [], text }
}
