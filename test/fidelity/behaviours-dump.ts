// What is looked at after each settle of a behaviour: every object of the namespace by kind and the events, in the words of the
// recordings (/work/shared/kubernetes/behaviours/README.md): times, identities, addresses and generated names become holes.
import type { Event, Pod, Service } from '../../src/generated/api/core.v1.ts'
import type { KubeObject } from '../../src/simulator/api/types.ts'
import type { Simulator } from '../../src/simulator/compose.ts'
import type { StoreChange } from '../../src/simulator/engine/store.ts'

/** Anything of JSON. */
export interface Json {
  [field: string]: unknown
}

/** An event as recorded. */
export interface SeenEvent {
  readonly object: string
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count?: number
  readonly component: string
  readonly action?: string
}

/** One look at a cluster. */
export interface Dump {
  readonly objects: Readonly<Record<string, readonly Json[]>>
  readonly events: readonly SeenEvent[]
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const ZONED_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)$/
const ACCESS_VOLUME = /kube-api-access-[a-z0-9]{5}/g
const CLUSTER_IP = /^10\.96\.\d+\.\d+$/
const NO_NODE = /\d+\/\d+ nodes are available.*$/
const SUFFIX = 5
const BY_CASE = new Set(['nodes', 'persistentvolumes', 'volumeattachments.storage.k8s.io'])
const OUTSIDE = new Set(['events', 'leases.coordination.k8s.io'])
const STANDING = new Set(['node-1', 'node-2', 'node-3', 'f1', 'f2'])

/** Knows all names that were ever generated in one case. */
export class Names {
  readonly hashes: Record<string, string> = {}
  readonly #words = new Map<string, string>()
  readonly #counts = new Map<string, number>()
  #pattern: RegExp | undefined

  constructor(simulator: Simulator) {
    for (const change of simulator.store.history) this.#learn(change)
    simulator.store.listen(undefined, (change) => this.#learn(change))
  }

  text(value: string): string {
    if (TIME.test(value)) return '<time>'
    this.#pattern ??= new RegExp([...this.#words.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')
    const named = this.#words.size === 0 ? value : value.replace(this.#pattern, (word) => this.#words.get(word) ?? word)
    return named.replace(ACCESS_VOLUME, 'kube-api-access-<rand>')
  }

  /** Services' addresses by the order they were given out in the case. */
  #address(object: KubeObject): void {
    const { clusterIP } = (object as Service).spec
    if (clusterIP !== undefined && CLUSTER_IP.test(clusterIP))
      this.#words.set(clusterIP, `<clusterIP${this.#count('clusterIP')}>`)
  }

  #learn({ type, object, resource }: StoreChange): void {
    if (type !== 'ADDED' || OUTSIDE.has(resource)) return
    const { name = '', generateName, labels = {}, uid = '' } = object.metadata
    this.#hash(object, labels ?? {})
    this.#pattern = undefined
    if (generateName && name.length === generateName.length + SUFFIX) {
      const count = this.#count(generateName)
      this.#words.set(name, `${this.text(generateName)}<r${count}>`)
    }
    this.#pattern = undefined
    const minute = object.kind === 'Job' ? /^(.*)-(\d{8})$/.exec(name) : null
    if (minute !== null) {
      const count = this.#count(`cron ${minute[1]}`)
      this.#words.set(name, `${minute[1]}-<min${count}>`)
      this.#pattern = undefined
    }
    if (resource === 'services') this.#address(object)
    if (resource === 'volumeattachments.storage.k8s.io') this.#words.set(name, 'csi-<sha256>')
    this.#words.set(uid, `<uid:${object.kind}/${this.text(name)}>`)
    this.#pattern = undefined
  }

  /** pod-template-hash and controller-revision-hash, named by their owner and when they came. */
  #hash({ kind, metadata }: KubeObject, labels: Readonly<Record<string, string>>): void {
    const revision = kind === 'ControllerRevision'
    const label = revision
      ? (labels['controller.kubernetes.io/hash'] ?? labels['controller-revision-hash'])
      : labels['pod-template-hash']
    const hash = label?.replace(/^.*-/, '')
    if (hash === undefined || (!revision && kind !== 'ReplicaSet') || !metadata.name?.endsWith(`-${hash}`)) return
    if (this.#words.has(hash)) return
    const owner = metadata.name.slice(0, -hash.length - 1)
    const hole = `<${owner}-${revision ? 'rev' : 'hash'}${this.#count(`${kind} ${owner}`)}>`
    this.#words.set(hash, hole)
    this.hashes[hole] = hash
  }

  #count(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count
  }
}

/** Looks at a namespace and what belongs to it; `kinds` are the kinds that are of interest. */
export function dump(simulator: Simulator, namespace: string, names: Names, since: number): Dump {
  const { store } = simulator
  const found: KubeObject[] = []
  for (const resource of store.resourcesIn(namespace))
    if (!OUTSIDE.has(resource)) found.push(...store.list<KubeObject>(resource, namespace))
  for (const resource of BY_CASE)
    for (const object of store.list<KubeObject>(resource))
      if (!STANDING.has(object.metadata.name ?? '')) found.push(object)
  const space = store.get<KubeObject>('namespaces', '', namespace)
  if (space !== undefined) found.unshift(space)
  const born = birthdays(simulator, since)
  const order = (object: KubeObject): number => born.get(object.metadata.uid ?? '') ?? 0
  found.sort((a, b) => order(a) - order(b))
  const objects: Record<string, Json[]> = {}
  for (const object of found) {
    const kind = object.kind ?? ''
    objects[kind] ??= []
    objects[kind].push(normalised(object, names))
  }
  return { objects, events: eventsOf(simulator, namespace, names, order) }
}

function birthdays(simulator: Simulator, since: number): ReadonlyMap<string, number> {
  const born = new Map<string, number>()
  for (const { type, object, revision } of simulator.store.history)
    if (type === 'ADDED' && revision >= since) born.set(object.metadata.uid ?? '', revision)
  return born
}

function eventsOf(
  { store }: Simulator,
  namespace: string,
  names: Names,
  order: (object: KubeObject) => number,
): SeenEvent[] {
  const own = new Set<string>()
  for (const { type, resource, object } of store.history)
    if (type === 'ADDED' && BY_CASE.has(resource) && !STANDING.has(object.metadata.name ?? ''))
      own.add(object.metadata.uid ?? '').add(object.metadata.name ?? '')
  const all = [
    ...store.list<Event>('events', namespace),
    ...store
      .list<Event>('events', 'default')
      .filter(({ involvedObject: { uid, name } }) => own.has(uid ?? '') || own.has(name ?? '')),
  ]
  return all
    .sort((a, b) => order(a) - order(b))
    .map((event) => {
      const { involvedObject: about, source } = event
      return {
        object: `${about.kind}/${names.text(about.name ?? '')}`,
        type: event.type ?? '',
        reason: event.reason ?? '',
        message: nodeNames(names.text(event.message ?? '')).replace(NO_NODE, '<no node>'),
        ...(event.count === undefined ? {} : { count: event.count }),
        component: source.component || event.reportingComponent || '',
        ...(event.action ? { action: event.action } : {}),
      }
    })
}

const HOLLOW = /\bnode-[123]\b/g
const FAKE = /\bf[12]\b/g
const nodeNames = (text: string): string => text.replace(HOLLOW, '<node>').replace(FAKE, '<fakenode>')

/** The recorded form of recorded words whose numbers depend on the shared cluster. */
export function recordedEvent(event: SeenEvent): SeenEvent {
  return { ...event, message: plain(nodeNames(event.message), 'message') }
}

/** Fields whose values the recording cluster shared with other cases. */
const SHARED_FIELDS = new Set(['podCIDR', 'Port'])

function normalised(object: KubeObject, names: Names): Json {
  const { uid, resourceVersion, managedFields, selfLink, ...metadata } = object.metadata as unknown as Json
  const { annotations, ...rest } = walk(metadata, '', names) as Json
  const kept = Object.keys((annotations ?? {}) as Json).length > 0 ? { annotations } : {}
  return { ...(walk({ ...object, metadata: {} }, '', names) as Json), metadata: { ...kept, ...rest } }
}

/** A recorded object with the shared fields blotted out. */
export const recordedObject = (object: Json): Json => blot(object, '') as Json

function blot(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => blot(each, key === 'podCIDRs' ? 'podCIDR' : ''))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, blot(each, name)]))
  if (SHARED_FIELDS.has(key)) return '<shared>'
  return typeof value === 'string' ? plain(nodeNames(value), key) : value
}

/** Fields the recorder took away. */
const UNSEEN = new Set(['lastHeartbeatTime', 'resourceVersion'])

function walk(value: unknown, key: string, names: Names): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, key === 'podCIDRs' ? 'podCIDR' : '', names))
  if (typeof value === 'object' && value !== null) {
    const out: Json = {}
    for (const name of Object.keys(value).sort()) {
      const each = walk((value as Json)[name], name, names)
      if (each !== undefined && !UNSEEN.has(name)) out[names.text(name)] = each
    }
    return out
  }
  if (SHARED_FIELDS.has(key)) return '<shared>'
  if (key === 'nodePort') return '<nodePort>'
  if (typeof value !== 'string') return value
  if (value.startsWith('10.244.') && key !== 'podCIDR') return '<podIP>'
  if (value.startsWith('172.18.')) return '<nodeIP>'
  if (key === 'ca.crt') return '<ca>'
  return plain(nodeNames(names.text(value)), key)
}

/** Without what depends on the hour and the shared cluster. */
const plain = (text: string, key: string): string =>
  key === 'message' ? text.replace(NO_NODE, '<no node>') : text.replace(ZONED_TIME, '<time>$1')

/** Pods of a namespace in the order of their creation. */
export function podsInOrder({ store }: Simulator, namespace: string): Pod[] {
  const born = new Map<string, number>()
  for (const { type, resource, object, revision } of store.history)
    if (type === 'ADDED' && resource === 'pods') born.set(object.metadata.uid ?? '', revision)
  const order = ({ metadata }: Pod): number => born.get(metadata.uid ?? '') ?? 0
  return [...store.list<Pod>('pods', namespace)].sort((a, b) => order(a) - order(b))
}
