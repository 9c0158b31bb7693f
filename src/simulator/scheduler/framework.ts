// Runs the profile's plugins at each extension point, in the order of the data. Upstream: pkg/scheduler/framework/runtime/framework.go.
import { registry } from '../../generated/registry/scheduler-plugins.ts'
import { defaultPlugins } from '../data/scheduler-defaults.ts'
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
import { priorityOf } from './node-info.ts'
import type { NodeToStatus } from './node-to-status.ts'

/** A plugin in its place. */
export interface Enabled {
  readonly name: string
  readonly weight: number
  readonly plugin: Plugin
}

type With<P extends keyof Plugin> = Enabled & { readonly plugin: Required<Pick<Plugin, P>> & Plugin }

/** What PreFilter found out for all nodes at once. */
export interface PreFilterOutcome {
  readonly status?: Status
  /** The only nodes worth looking at, and the plugins that said so. */
  readonly nodeNames?: ReadonlySet<string>
  readonly limitedBy: readonly string[]
}

/** A feasible node with its total. */
export interface NodeScore {
  readonly node: NodeInfo
  readonly total: number
}

/** The plugins of the default profile. */
export class Framework {
  readonly enabled: readonly Enabled[]
  readonly #handle: Handle
  readonly #preFilter: readonly With<'preFilter'>[]
  readonly #filter: readonly With<'filter'>[]
  readonly #postFilter: readonly With<'postFilter'>[]
  readonly #score: readonly With<'score'>[]
  readonly #addPod: readonly With<'addPod'>[]
  readonly #removePod: readonly With<'removePod'>[]

  constructor(handle: Handle) {
    this.#handle = handle
    const enabled: Enabled[] = []
    for (const { name, file, weight, gate } of defaultPlugins) {
      const factory = registry.get(file)
      if (factory === undefined || (gate !== undefined && !handle.environment.gates.enabled(gate))) continue
      enabled.push({ name, weight: weight ?? 1, plugin: factory.create(handle) })
    }
    this.enabled = enabled
    this.#preFilter = this.having('preFilter')
    this.#filter = this.having('filter')
    this.#postFilter = this.having('postFilter')
    this.#score = this.having('score')
    this.#addPod = this.having('addPod')
    this.#removePod = this.having('removePod')
  }

  /** The plugins that implement a point, in order. */
  having<P extends keyof Plugin>(point: P): readonly With<P>[] {
    return this.enabled.filter((enabled) => enabled.plugin[point] !== undefined) as unknown as readonly With<P>[]
  }

  /** Which changes each plugin waits for. */
  events(): ReadonlyMap<string, readonly EventRegistration[]> {
    return new Map(this.enabled.map(({ name, plugin }) => [name, plugin.events ?? []]))
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
        const refusal = { ...result.status, plugin: name }
        if (refusal.code !== 'Unschedulable') return { status: refusal, limitedBy }
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
    for (const { name, plugin } of this.#filter) {
      if (state.skipFilter.has(name)) continue
      const refusal = plugin.filter(state, pod, node)
      if (refusal !== undefined) return { ...refusal, plugin: name }
    }
    return undefined
  }

  /** Filters as if pods nominated to the node were on it, and as if they were not: both must let the pod in. */
  filterWithNominated(state: CycleState, pod: Pod, node: NodeInfo): Status | undefined {
    const nominated = this.#handle
      .nominatedPods(node.name)
      .filter((other) => other.uid !== pod.metadata.uid && priorityOf(other.pod) >= priorityOf(pod))
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
    return { status: status('Unschedulable', ...reasons), ...nomination }
  }

  /** Weighted totals of the feasible nodes. */
  score(state: CycleState, pod: Pod, nodes: readonly NodeInfo[]): NodeScore[] {
    const totals = new Array<number>(nodes.length).fill(0)
    for (const { name, plugin } of this.#score) {
      if (plugin.preScore?.(state, pod, nodes)?.code === 'Skip') state.skipScore.add(name)
    }
    for (const { name, weight, plugin } of this.#score) {
      if (state.skipScore.has(name)) continue
      const scores = nodes.map((node) => plugin.score(state, pod, node))
      plugin.normalizeScore?.(state, pod, scores, nodes)
      for (let i = 0; i < totals.length; i++) totals[i]! += weight * scores[i]!
    }
    return nodes.map((node, i) => ({ node, total: totals[i]! }))
  }
}

function intersect(known: ReadonlySet<string> | undefined, more: ReadonlySet<string>): ReadonlySet<string> {
  return known === undefined ? more : new Set([...known].filter((name) => more.has(name)))
}

function nothingLeft(plugins: readonly string[]): Status {
  const [only] = plugins
  const text = plugins.length === 1 ? `plugin ${only}` : `plugin(s) [${[...plugins].sort().join(' ')}] simultaneously`
  return { code: 'UnschedulableAndUnresolvable', reasons: [`node(s) didn't satisfy ${text}`], plugin: only ?? '' }
}
