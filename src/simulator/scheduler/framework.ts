// Runs a profile's plugins at each extension point, in the order of its configuration.
// Upstream: pkg/scheduler/framework/runtime/framework.go.
import { registry } from '../../generated/registry/scheduler-plugins.ts'
import { argumentsOf, chosenPlugins, type ExtensionPoint, pluginsAt, type SchedulerProfile } from './configuration.ts'
import {
  type CycleState,
  type EventRegistration,
  type Handle,
  isRejected,
  type NodeInfo,
  type Plugin,
  type Pod,
  type PodInfo,
  type PostFilterResult,
  type Status,
  status,
} from './contract.ts'
import { stateKey } from './cycle-state.ts'
import type { Recorder } from './explanation.ts'
import { priorityOf } from './node-info.ts'
import type { NodeToStatus } from './node-to-status.ts'

/** A plugin in its place. */
export interface Enabled {
  readonly name: string
  readonly weight: number
  readonly plugin: Plugin
}

type With<P extends keyof Plugin> = Enabled & { readonly plugin: Required<Pick<Plugin, P>> & Plugin }

const filtersKey = stateKey<readonly With<'filter'>[]>('filters')

/** What PreFilter found out for all nodes at once. */
export interface PreFilterOutcome {
  readonly status?: Status
  /** The only nodes worth looking at, and the plugins that said so. */
  readonly nodeNames?: ReadonlySet<string>
  readonly limitedBy: readonly string[]
}

/** The methods of a plugin that go by another extension point's name. */
const pointOf: Partial<Record<keyof Plugin, ExtensionPoint>> = {
  less: 'queueSort',
  addPod: 'preFilter',
  removePod: 'preFilter',
  normalizeScore: 'score',
  unreserve: 'reserve',
  willPreBind: 'preBind',
}

/** The plugins of one profile. */
export class Framework {
  readonly enabled: readonly Enabled[]
  /** Which changes each plugin waits for. */
  readonly events: ReadonlyMap<string, readonly EventRegistration[]>
  readonly preEnqueue: readonly With<'preEnqueue'>[]
  readonly #profile: SchedulerProfile
  readonly #handle: Handle
  readonly #preFilter: readonly With<'preFilter'>[]
  readonly #filter: readonly With<'filter'>[]
  readonly #postFilter: readonly With<'postFilter'>[]
  readonly #preScore: readonly With<'preScore'>[]
  readonly #score: readonly With<'score'>[]
  readonly #addPod: readonly With<'addPod'>[]
  readonly #removePod: readonly With<'removePod'>[]

  constructor(handle: Handle, profile: SchedulerProfile) {
    this.#handle = handle
    this.#profile = profile
    const enabled: Enabled[] = []
    for (const { name, file, weight } of chosenPlugins(profile, handle.environment.gates)) {
      const factory = file === undefined ? undefined : registry.get(file)
      if (factory === undefined) continue
      enabled.push({ name, weight, plugin: factory.create(handle, argumentsOf(profile, name)) })
    }
    this.enabled = enabled
    this.events = new Map(enabled.map(({ name, plugin }) => [name, plugin.events ?? []]))
    this.preEnqueue = this.having('preEnqueue')
    this.#preFilter = this.having('preFilter')
    this.#filter = this.having('filter')
    this.#postFilter = this.having('postFilter')
    this.#preScore = this.having('preScore')
    this.#score = this.having('score')
    this.#addPod = this.having('addPod')
    this.#removePod = this.having('removePod')
  }

  /** Whether any plugin scores nodes; otherwise the first that will do is taken. */
  get scores(): boolean {
    return this.#score.length > 0
  }

  /** The plugins that are enabled for a point and implement it, in order. */
  having<P extends keyof Plugin>(method: P): readonly With<P>[] {
    const implementing = this.enabled.filter(({ plugin }) => plugin[method] !== undefined)
    const point = pointOf[method] ?? (method as ExtensionPoint)
    if (this.#profile.plugins?.[point] === undefined) return implementing as unknown as With<P>[]
    return pluginsAt(this.#profile, point, implementing).flatMap(({ name, weight = 1 }) => {
      const found = implementing.find((each) => each.name === name)
      return found === undefined ? [] : [{ ...found, weight } as unknown as With<P>]
    })
  }

  preFilter(state: CycleState, pod: Pod): PreFilterOutcome {
    let names: ReadonlySet<string> | undefined
    let unschedulable: Status | undefined
    const limitedBy: string[] = []
    for (const { name, plugin } of this.#preFilter) {
      const result = plugin.preFilter(state, pod)
      if (result === undefined) continue
      if (result.status?.code === 'Skip') {
        state.skipFilter.add(name)
        continue
      }
      if (result.status !== undefined) {
        const refusal = attributed(result.status, name)
        if (refusal.code !== 'Unschedulable') return { status: refusal, limitedBy: [] }
        unschedulable = refusal
        continue
      }
      if (result.nodeNames === undefined) continue
      limitedBy.push(name)
      names = intersect(names, result.nodeNames)
      if (names.size === 0) return { status: nothingLeft(limitedBy), limitedBy }
    }
    return {
      ...(unschedulable === undefined ? {} : { status: unschedulable }),
      ...(names === undefined ? {} : { nodeNames: names }),
      limitedBy: limitedBy.sort(),
    }
  }

  /** The first refusal of a node. */
  filter(state: CycleState, pod: Pod, node: NodeInfo): Status | undefined {
    for (const { name, plugin } of state.read(filtersKey) ?? this.#wantedFilters(state)) {
      const refusal = plugin.filter(state, pod, node)
      if (refusal !== undefined) return attributed(refusal, name)
    }
    return undefined
  }

  /** The filters that PreFilter has not found needless. */
  #wantedFilters(state: CycleState): readonly With<'filter'>[] {
    const wanted = this.#filter.filter(({ name }) => !state.skipFilter.has(name))
    state.write(filtersKey, wanted)
    return wanted
  }

  /** Filters as if pods nominated to the node were on it, and as if they were not: both must let the pod in. */
  filterWithNominated(state: CycleState, pod: Pod, node: NodeInfo): Status | undefined {
    const all = this.#handle.nominatedPods(node.name)
    if (all.length > 0) {
      const nominated = all.filter((other) => other.uid !== pod.metadata.uid && other.priority >= priorityOf(pod))
      if (nominated.length > 0) {
        const trial = node.clone()
        const trialState = state.clone()
        for (const other of nominated) {
          trial.addPod(other)
          this.addPod(trialState, pod, other, trial)
        }
        const refusal = this.filter(trialState, pod, trial)
        if (refusal !== undefined) return refusal
      }
    }
    return this.filter(state, pod, node)
  }

  addPod(state: CycleState, pod: Pod, added: PodInfo, node: NodeInfo): void {
    for (const { name, plugin } of this.#addPod) {
      if (!state.skipFilter.has(name)) plugin.addPod(state, pod, added, node)
    }
  }

  removePod(state: CycleState, pod: Pod, removed: PodInfo, node: NodeInfo): void {
    for (const { name, plugin } of this.#removePod) {
      if (!state.skipFilter.has(name)) plugin.removePod(state, pod, removed, node)
    }
  }

  /** The first plugin that makes room wins; otherwise what they all had to say. */
  postFilter(state: CycleState, pod: Pod, refused: NodeToStatus): PostFilterResult {
    const reasons: string[] = []
    let nomination: { nominatedNodeName?: string } = {}
    for (const { plugin } of this.#postFilter) {
      const result = plugin.postFilter(state, pod, refused)
      if (result.status === undefined || result.status.code === 'UnschedulableAndUnresolvable') return result
      if (!isRejected(result.status)) return { status: result.status }
      if (result.nominatedNodeName !== undefined) nomination = { nominatedNodeName: result.nominatedNodeName }
      reasons.push(...result.status.reasons)
    }
    if (this.#postFilter.length === 0) return { nominatedNodeName: '' }
    return { status: status('Unschedulable', ...reasons), ...nomination }
  }

  /** Weighted totals of the feasible nodes, or the error of a plugin. */
  score(state: CycleState, pod: Pod, nodes: readonly NodeInfo[], recorder?: Recorder): number[] | Status {
    const { skipScore } = state
    for (const { name, plugin } of this.#preScore) {
      const outcome = plugin.preScore(state, pod, nodes)
      if (outcome?.code === 'Skip') skipScore.add(name)
      else if (outcome !== undefined) return { ...outcome, plugin: name }
    }
    const count = nodes.length
    const totals = new Array<number>(count).fill(0)
    const scores = new Array<number>(count).fill(0)
    for (const { name, weight, plugin } of this.#score) {
      if (skipScore.has(name)) continue
      for (let i = 0; i < count; i++) scores[i] = plugin.score(state, pod, nodes[i]!)
      plugin.normalizeScore?.(state, pod, scores, nodes)
      for (let i = 0; i < count; i++) totals[i]! += weight * scores[i]!
      recorder?.scored(name, weight, scores)
    }
    return totals
  }
}

const attributed = ({ code, reasons }: Status, plugin: string): Status => ({ code, reasons, plugin })

function intersect(known: ReadonlySet<string> | undefined, more: ReadonlySet<string>): ReadonlySet<string> {
  return known === undefined ? more : new Set([...known].filter((name) => more.has(name)))
}

/** Upstream names no plugin for this refusal; who limited the nodes is told apart. */
function nothingLeft(plugins: readonly string[]): Status {
  const [only] = plugins
  const text = plugins.length === 1 ? `plugin ${only}` : `plugin(s) [${[...plugins].sort().join(' ')}] simultaneously`
  return status('UnschedulableAndUnresolvable', `node(s) didn't satisfy ${text}`)
}
