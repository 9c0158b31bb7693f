// Plays a recorded scheduler case in process: sets the stage, creates the pending pods one by one, and says where the outcome
// differs. The form of the cases: /work/shared/kubernetes/scheduler/README.md. They were recorded without controllers and
// without the admission plugins ServiceAccount and TaintNodesByCondition.
import { isDeepStrictEqual } from 'node:util'
import { ADMINISTRATOR, type Explanation, Simulator } from '../../src/simulator/compose.ts'

interface Json {
  [field: string]: unknown
}

/** An object of a case. */
export interface CaseObject extends Json {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly status?: Json
}

interface Condition {
  readonly type: string
  readonly status?: string
  readonly reason?: string
  readonly message?: string
}

interface RecordedEvent extends Json {
  readonly object: string
  readonly reason: string
  readonly message: string
}

interface Victim {
  readonly name: string
  readonly node: string
  readonly deletionGracePeriodSeconds?: number
  readonly conditions: readonly Condition[]
}

/** What was recorded of one pending pod. */
export interface Outcome {
  readonly outcome: 'bound' | 'pending' | 'binding'
  readonly nodes?: readonly string[]
  readonly nodesSeen?: readonly string[]
  readonly conditions?: readonly Condition[]
  readonly nominatedNodeName?: string
  readonly events?: readonly RecordedEvent[]
  readonly victims?: readonly Victim[]
  readonly after?: { readonly node?: string; readonly conditions?: readonly Condition[] }
  readonly eventsAfter?: readonly RecordedEvent[]
  readonly binding?: {
    readonly claims: readonly { readonly claim: string; readonly selectedNode: string }[]
    readonly pvs: readonly { readonly pv: string; readonly claim: string; readonly annotations?: Json }[]
  }
  readonly totals?: Readonly<Record<string, number>>
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** One recorded case. */
export interface SchedulerCase {
  readonly id: string
  readonly nodes: readonly CaseObject[]
  readonly pods: readonly CaseObject[]
  readonly others: readonly CaseObject[]
  readonly pending: readonly CaseObject[]
  readonly result: Outcome & { readonly steps?: readonly Outcome[] }
  readonly random?: boolean
  readonly deleteBefore?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[]
}

/** The cluster a case is played on. */
export interface ReplayCluster {
  request(method: string, path: string, body?: unknown, contentType?: string): { code: number; body: Json }
  /** Lets everything that is due happen. */
  settle(): void
  /** What the scheduler decided last about a pod. */
  lastDecision(name: string): Explanation | undefined
}

/** A simulator set up as the recording cluster was. */
export function schedulerCluster(): ReplayCluster {
  const simulator = new Simulator({
    controllers: [],
    disableAdmissionPlugins: ['ServiceAccount', 'TaintNodesByCondition'],
  })
  const decisions = new Map<string, Explanation>()
  simulator.scheduler?.onDecision((decision) => decisions.set(decision.pod.metadata.name ?? '', decision))
  return {
    request(method, path, body, contentType) {
      const response = simulator.server.handle({
        method,
        path,
        user: ADMINISTRATOR,
        ...(body === undefined ? {} : { body }),
        ...(contentType === undefined ? {} : { contentType }),
      })
      return { code: response.code, body: response.body as Json }
    },
    settle: () => simulator.clock.runTo(simulator.clock.now() + 200),
    lastDecision: (name) => decisions.get(name),
  }
}

const plurals: Readonly<Record<string, string>> = {
  StorageClass: 'storageclasses',
  PriorityClass: 'priorityclasses',
  DeviceClass: 'deviceclasses',
  RuntimeClass: 'runtimeclasses',
}
const clusterScoped = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'CSINode',
  'CSIDriver',
  'RuntimeClass',
])
const early: Readonly<Record<string, number>> = { Namespace: 0, PriorityClass: 1, StorageClass: 1, PersistentVolume: 2 }

function pathOf({ apiVersion, kind, metadata }: CaseObject): string {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`
  return clusterScoped.has(kind)
    ? `${base}/${plural}`
    : `${base}/namespaces/${metadata.namespace ?? 'default'}/${plural}`
}

class Stage {
  readonly #cluster: ReplayCluster
  readonly #uids = new Map<string, string>()

  constructor(cluster: ReplayCluster) {
    this.#cluster = cluster
  }

  /** Creates an object; its status is written on its own, but for nodes. */
  create(object: CaseObject): string {
    const filled = this.#fill(object) as CaseObject
    const { status, ...rest } = filled
    const path = pathOf(filled)
    const created = this.#cluster.request('POST', path, filled.kind === 'Node' ? filled : rest)
    if (created.code >= 300 && filled.kind !== 'Namespace') {
      throw new Error(`${filled.kind} ${filled.metadata.name}: ${created.code} ${created.body['message']}`)
    }
    const { name = filled.metadata.name, uid = '' } = (created.body['metadata'] ?? {}) as {
      name?: string
      uid?: string
    }
    this.#uids.set(filled.metadata.name, uid)
    const at = `${path}/${name}`
    if (status !== undefined && filled.kind !== 'Node') {
      this.#cluster.request('PATCH', `${at}/status`, { status }, 'application/merge-patch+json')
    }
    return at
  }

  /** The name of the object with this uid. */
  nameOf(wanted: string): string | undefined {
    for (const [name, id] of this.#uids) if (id === wanted) return name
    return undefined
  }

  #fill(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replace(/<uid:([^>]*)>/g, (_, name: string) => this.#uids.get(name) ?? '')
    if (Array.isArray(value)) return value.map((each) => this.#fill(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#fill(each)]))
  }
}

/** Where the outcome differs from what was recorded; undefined when it does not. */
export function replaySchedulerCase(recorded: SchedulerCase, createCluster: () => ReplayCluster): string | undefined {
  const cluster = createCluster()
  const stage = new Stage(cluster)
  for (const namespace of namespacesOf(recorded)) {
    stage.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  }
  const others = [...recorded.others].sort((a, b) => (early[a.kind] ?? 3) - (early[b.kind] ?? 3))
  for (const object of [...others, ...recorded.nodes, ...recorded.pods]) stage.create(object)
  for (const { kind, name, namespace = 'default' } of recorded.deleteBefore ?? []) {
    cluster.request('DELETE', `${pathOf({ apiVersion: 'v1', kind, metadata: { name, namespace } })}/${name}`)
  }
  cluster.settle()
  for (const [i, pod] of recorded.pending.entries()) {
    const at = stage.create(pod)
    cluster.settle()
    const want = recorded.result.steps?.[i] ?? recorded.result
    const difference =
      judge(want, cluster.request('GET', at).body) ??
      judgeScores(want, cluster.lastDecision(pod.metadata.name)) ??
      new Surroundings(cluster, stage, pod, at).judge(want)
    if (difference !== undefined) return difference
  }
  return undefined
}

function namespacesOf({ pods, pending, others }: SchedulerCase): Set<string> {
  const namespaces = new Set([...pods, ...pending, ...others].map(({ metadata }) => metadata.namespace ?? 'default'))
  namespaces.delete('default')
  for (const { kind, metadata } of others) if (kind === 'Namespace') namespaces.delete(metadata.name)
  return namespaces
}

interface PodView {
  readonly spec?: { readonly nodeName?: string }
  readonly status?: Outcome
}

const uid = /[0-9a-f]{8}-[0-9a-f-]{27}/g

function judge(want: Outcome, pod: PodView): string | undefined {
  const nodeName = pod.spec?.nodeName
  const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const wanted = want.conditions?.find(({ type }) => type === 'PodScheduled')
  if (want.outcome === 'bound') {
    if (nodeName !== undefined && want.nodes?.includes(nodeName)) return undefined
    return `want one of ${want.nodes?.join(' ')}, got ${nodeName ?? condition?.message}`
  }
  if (nodeName !== undefined) return `want pending (${wanted?.message}), got ${nodeName}`
  if (wanted === undefined && condition !== undefined) return `want nothing, got ${condition.message}`
  if (wanted !== undefined) {
    const [expected, actual] = [wanted, condition].map((c) => `${c?.reason}: ${c?.message}`.replace(uid, '<uid>'))
    if (expected !== actual) return `want ${expected} got ${actual}`
  }
  const nominated = pod.status?.nominatedNodeName ?? ''
  return nominated === (want.nominatedNodeName ?? '')
    ? undefined
    : `nominated: want ${want.nominatedNodeName} got ${nominated}`
}

/** Every plugin's weighted score of every feasible node, and the totals. */
function judgeScores({ scores, totals }: Outcome, decision: Explanation | undefined): string | undefined {
  if (scores === undefined) return undefined
  const scored = (decision?.nodes ?? []).filter((node) => node.scores !== undefined)
  return (
    differ('scores', scores, Object.fromEntries(scored.map(({ node, scores: own }) => [node, own]))) ??
    differ('totals', totals, Object.fromEntries(scored.map(({ node, total }) => [node, total])))
  )
}

function differ(what: string, want: unknown, got: unknown): string | undefined {
  return isDeepStrictEqual(want, got) ? undefined : `${what}: want ${JSON.stringify(want)} got ${JSON.stringify(got)}`
}

/** What scheduling a pod did to the rest of the cluster. */
class Surroundings {
  readonly #cluster: ReplayCluster
  readonly #stage: Stage
  readonly #pod: CaseObject
  readonly #path: string

  constructor(cluster: ReplayCluster, stage: Stage, pod: CaseObject, path: string) {
    this.#cluster = cluster
    this.#stage = stage
    this.#pod = pod
    this.#path = path
  }

  judge(want: Outcome): string | undefined {
    return (
      this.#judgeEvents(want) ??
      this.#judgeVictims(want) ??
      this.#judgeBinding(want) ??
      (want.after === undefined ? undefined : this.#judgeAfter(want))
    )
  }

  #items(path: string): (CaseObject & Json)[] {
    return this.#cluster.request('GET', path).body['items'] as (CaseObject & Json)[]
  }

  /** Where a recording holds none of a pod that was bound, the event had not arrived yet. */
  #judgeEvents({ outcome, events = [] }: Outcome): string | undefined {
    if (outcome === 'bound' && events.length === 0) return undefined
    return differ('events', sorted(placed(events)), this.#events())
  }

  /** The pod's own, and the evictions up to now. */
  #events(): unknown {
    const events = this.#items('/api/v1/events').map((event) => {
      const { kind, name } = event['involvedObject'] as { kind: string; name: string }
      const { type, reason, action, reportingComponent: component, message } = event
      return { object: `${kind}/${name}`, type, reason, action, component, message: this.#named(String(message)) }
    })
    const own = `Pod/${this.#pod.metadata.name}`
    const told = events.filter(
      ({ object, reason, component }) => component && (object === own || reason === 'Preempted'),
    ) as readonly object[] as readonly RecordedEvent[]
    return sorted(placed(told))
  }

  #named(message: string): string {
    return message.replace(uid, (id) => `<uid:${this.#stage.nameOf(id)}>`)
  }

  #judgeVictims({ victims }: Outcome): string | undefined {
    if (victims === undefined) return undefined
    const leaving = this.#items('/api/v1/pods').filter(
      ({ metadata }) => (metadata as Json)['deletionTimestamp'] !== undefined,
    )
    const got = leaving.map(({ metadata, spec, status }) => ({
      name: metadata.name,
      node: (spec as Json)['nodeName'],
      deletionGracePeriodSeconds: (metadata as Json)['deletionGracePeriodSeconds'],
      conditions: ((status as unknown as Outcome).conditions ?? [])
        .filter(({ type }) => type === 'DisruptionTarget')
        .map(({ type, status: state, reason, message }) => ({ type, status: state, reason, message })),
    }))
    return differ('victims', sorted(victims), sorted(got as never))
  }

  #judgeBinding({ binding }: Outcome): string | undefined {
    if (binding === undefined) return undefined
    const claims = this.#items('/api/v1/persistentvolumeclaims').flatMap(({ metadata }) => {
      const annotations = (metadata as Json)['annotations'] as Record<string, string> | undefined
      const selectedNode = annotations?.['volume.kubernetes.io/selected-node']
      return selectedNode === undefined ? [] : [{ claim: metadata.name, selectedNode }]
    })
    const pvs = this.#items('/api/v1/persistentvolumes').flatMap(({ metadata, spec }) => {
      const claim = ((spec as Json)['claimRef'] as { name: string } | undefined)?.name
      return claim === undefined ? [] : [{ pv: metadata.name, claim, annotations: (metadata as Json)['annotations'] }]
    })
    return differ('binding', binding, { claims, pvs })
  }

  /** The victims are gone at once: the pod takes their place. Attempts between two deletions may or may not leave events. */
  #judgeAfter({ after, victims, eventsAfter }: Outcome): string | undefined {
    for (const { name } of victims ?? []) {
      const pods = this.#items('/api/v1/pods').filter(({ metadata }) => metadata.name === name)
      for (const { metadata } of pods) {
        const path = `/api/v1/namespaces/${metadata.namespace}/pods/${name}`
        this.#cluster.request('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 })
      }
    }
    for (let i = 0; i < 60; i++) this.#cluster.settle()
    const pod = this.#cluster.request('GET', this.#path).body as PodView
    const told = (events: readonly RecordedEvent[]): unknown =>
      sorted(placed(events.filter(({ reason }) => reason !== 'FailedScheduling')))
    return (
      differ('after', after?.node, pod.spec?.nodeName) ??
      differ('events after', told(eventsAfter ?? []), told(this.#events() as RecordedEvent[]))
    )
  }
}

/** Which of several equal nodes was taken is left to chance: it has been judged before. */
const placed = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.map((event) =>
    event.reason === 'Scheduled' ? { ...event, message: event.message.replace(/ to \S+$/, ' to <node>') } : event,
  )

const sorted = (list: readonly object[]): readonly object[] =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
