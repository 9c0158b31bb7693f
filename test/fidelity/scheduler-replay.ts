// Plays a recorded scheduler case in process: sets the stage, creates the pending pods one by one, and says where the outcome
// differs. The form of the cases: /work/shared/kubernetes/scheduler/README.md. They were recorded without controllers and
// without the admission plugins ServiceAccount and TaintNodesByCondition.
import { ADMINISTRATOR, Simulator } from '../../src/simulator/compose.ts'

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

/** What was recorded of one pending pod. */
export interface Outcome {
  readonly outcome: 'bound' | 'pending' | 'binding'
  readonly nodes?: readonly string[]
  readonly nodesSeen?: readonly string[]
  readonly conditions?: readonly { readonly type: string; readonly reason?: string; readonly message?: string }[]
  readonly nominatedNodeName?: string
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
}

/** The cluster a case is played on. */
export interface ReplayCluster {
  request(method: string, path: string, body?: unknown, contentType?: string): { code: number; body: Json }
  /** Lets everything that is due happen. */
  settle(): void
}

/** A simulator set up as the recording cluster was. */
export function schedulerCluster(): ReplayCluster {
  const simulator = new Simulator({
    controllers: [],
    disableAdmissionPlugins: ['ServiceAccount', 'TaintNodesByCondition'],
  })
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
  cluster.settle()
  for (const [i, pod] of recorded.pending.entries()) {
    const at = stage.create(pod)
    cluster.settle()
    const difference = judge(recorded.result.steps?.[i] ?? recorded.result, cluster.request('GET', at).body)
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

const uid = /[0-9a-f-]{36}/g

function judge(want: Outcome, pod: PodView): string | undefined {
  if (want.outcome === 'binding') return undefined
  const nodeName = pod.spec?.nodeName
  const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const wanted = want.conditions?.find(({ type }) => type === 'PodScheduled')
  if (want.outcome === 'bound') {
    if (nodeName !== undefined && want.nodes?.includes(nodeName)) return undefined
    return `want one of ${want.nodes?.join(' ')}, got ${nodeName ?? condition?.message}`
  }
  if (nodeName !== undefined) return `want pending (${wanted?.message}), got ${nodeName}`
  if (wanted === undefined) return condition === undefined ? undefined : `want nothing, got ${condition.message}`
  const [expected, actual] = [wanted, condition].map((c) => `${c?.reason}: ${c?.message}`.replace(uid, '<uid>'))
  if (expected !== actual) return `want ${expected} got ${actual}`
  const nominated = pod.status?.nominatedNodeName ?? ''
  return nominated === (want.nominatedNodeName ?? '')
    ? undefined
    : `nominated: want ${want.nominatedNodeName} got ${nominated}`
}
