// In-place resize of one pod: whether its node can give what is asked now, later or never, and how far it is.
// What was allocated is on disk: it outlives the kubelet and the machine's reboot, what is thought of a resize does not.
// Upstream: pkg/kubelet/allocation/allocation_manager.go, computePodResizeAction in kuberuntime_manager.go.
import type { Container, Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { qosClassOf } from '../../../model/pod-qos.ts'
import { numericResources, podRequests } from '../../../model/pod-resources.ts'
import { formatTime } from '../../../model/time.ts'
import { rejection } from '../admission/chain.ts'
import type { NodeContext } from '../node-context.ts'
import { type ResizeFacts, shortfall } from '../resize-limits.ts'
import type { ContainerInstance } from '../runtime.ts'
import { infeasible } from './handlers.ts'

/** What a kubelet keeps on disk of the resources of a pod, by container. */
export type Checkpoint = ReadonlyMap<string, Resources>

/** What can never be; all else that speaks against a resize may pass, whatever its reason. */
const INFEASIBLE = 'Infeasible'
const DEFERRED = 'Deferred'
/** What is allocated can't be given now. */
const ERROR = 'Error'

type Resources = Container['resources'] | undefined
/** Resources by the container's name; those of the pod as a whole have none. */
type Levels = ReadonlyMap<string, Resources>

interface Judged {
  readonly generation: number
  readonly reason?: string
  readonly message?: string
  /** Since when it is so. */
  readonly since: number
  readonly probed: number
}

/** The resize of a pod. */
export class PodResize {
  readonly #node: NodeContext
  #allocated: Levels
  #actuated: Levels
  #pending: Judged | undefined
  #progress: Judged | undefined
  /** What is asked for is not what was allocated. */
  #refused = false
  /** The pod as it is asked for and as it is allocated, once that was needed. */
  #differs: { readonly asked: Pod; readonly allocated: Pod } | undefined
  /** It is to be asked about when there may be room. */
  #waits = false

  /** `allocated` is what the node had set apart for the pod before it booted. */
  constructor(node: NodeContext, pod: Pod, allocated: Checkpoint = levels(pod)) {
    this.#node = node
    this.#allocated = allocated
    this.#actuated = this.#allocated
    if (!same(levels(pod), allocated)) this.restarted(pod)
  }

  /** What is kept on disk. */
  get checkpoint(): Checkpoint {
    return this.#allocated
  }

  /** The kubelet has started again: it reads in the pod's status what it thought, and asks anew. */
  restarted(pod: Pod): void {
    const now = this.#node.time.now()
    const said = (type: string): Judged | undefined => {
      const condition = pod.status.conditions?.find((each) => each.type === type)
      if (condition === undefined) return undefined
      const { observedGeneration: generation = 0, reason, message } = condition
      return {
        generation,
        ...(reason === undefined ? {} : { reason }),
        ...(message === undefined ? {} : { message }),
        since: now,
        probed: now,
      }
    }
    this.#pending = said('PodResizePending')
    this.#progress = said('PodResizeInProgress')
    this.#refused = !same(levels(pod), this.#allocated)
    this.#waits = this.#refused
  }

  /** The conditions that tell of it. */
  get conditions(): readonly PodCondition[] {
    const list: PodCondition[] = []
    if (this.#pending !== undefined) list.push(condition('PodResizePending', this.#pending))
    if (this.#progress !== undefined) list.push(condition('PodResizeInProgress', this.#progress))
    return list
  }

  /** Since when it waits until the node has room; undefined when it does not. */
  get waitsSince(): number | undefined {
    return this.#waits ? (this.#pending?.since ?? Number.POSITIVE_INFINITY) : undefined
  }

  /** What a container that runs has. */
  actuated(name: string): Resources {
    return this.#actuated.get(name)
  }

  /** The pod with what its node has set apart for it. */
  allocated(pod: Pod): Pod {
    if (!this.#refused) return pod
    if (this.#differs?.asked !== pod) this.#differs = { asked: pod, allocated: withResources(pod, this.#allocated) }
    return this.#differs.allocated
  }

  /** The spec has changed, maybe only elsewhere: true when it is to be asked about. */
  update(pod: Pod, before: Pod): boolean {
    const asked = levels(pod)
    if (same(asked, levels(before))) return false
    this.#refused = this.#waits = !same(asked, this.#allocated)
    if (!this.#waits) this.#pending = undefined
    return this.#waits
  }

  /** Asks whether the node has room for what the pod asks for. */
  retry(pod: Pod): void {
    const before = this.#pending
    const never = infeasible(pod, this.allocated(pod), this.#node)
    this.#pending = undefined
    this.#refused = this.#waits = false
    if (same(levels(pod), this.#allocated)) return
    const generation = pod.metadata.generation ?? 0
    const now = this.#node.time.now()
    const refusal = never === undefined ? rejection(pod, this.#node, 'resize') : { reason: INFEASIBLE, message: never }
    if (refusal === undefined) {
      this.#allocated = levels(pod)
      this.#progress = { generation, since: now, probed: now }
      this.#tell(pod, 'ResizeStarted', 'Pod resize started', generation)
      return
    }
    this.#refused = true
    const { message } = refusal
    const reason = refusal.reason === INFEASIBLE ? INFEASIBLE : DEFERRED
    this.#waits = reason === DEFERRED
    const since = before?.reason === reason ? before.since : now
    this.#pending = { generation, reason, message, since, probed: now }
    if (before?.reason === reason && before.generation === generation) return
    this.#tell(pod, `Resize${reason}`, `Pod resize ${refusal.reason}`, generation, message)
  }

  /** A sync begins: says what the last one has brought; true when a resize is over. */
  progress(pod: Pod, facts: ResizeFacts): boolean {
    const now = this.#node.time.now()
    if (this.#progress === undefined && this.#actuated === this.#allocated) return false
    const late = [...this.#allocated].some(
      ([name, resources]) =>
        (name === '' || facts.running(name) !== undefined) && !deepEqual(this.#actuated.get(name), resources),
    )
    if (late) {
      this.#progress = { generation: pod.metadata.generation ?? 0, since: now, ...this.#progress, probed: now }
      return false
    }
    if (this.#progress === undefined) return false
    const { generation } = this.#progress
    this.#progress = undefined
    this.#tell(this.allocated(pod), 'ResizeCompleted', 'Pod resize completed', generation)
    return true
  }

  /** All its containers have ended. */
  over(): void {
    this.#pending = undefined
    this.#progress = undefined
  }

  /** Does a change of a running container's resources need a restart? */
  needsRestart(instance: ContainerInstance, container: Container): boolean {
    if (this.#actuated === this.#allocated || instance.state !== 'running') return false
    const before = this.#actuated.get(container.name)
    return (container.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === 'RestartContainer' &&
        (before?.limits?.[resourceName] !== container.resources?.limits?.[resourceName] ||
          before?.requests?.[resourceName] !== container.resources?.requests?.[resourceName]),
    )
  }

  /** Gives the containers what was allocated: whether there was something to do, or that it can't be done now. */
  actuate(pod: Pod, facts: ResizeFacts): 'nothing' | 'done' | 'failed' {
    if (this.#actuated === this.#allocated) return 'nothing'
    const message = shortfall(pod, withResources(pod, this.#actuated), facts)
    if (message !== undefined) {
      const now = this.#node.time.now()
      const before = this.#progress
      const generation = before?.generation ?? pod.metadata.generation ?? 0
      const since = before?.reason === ERROR ? before.since : now
      this.#progress = { generation, reason: ERROR, message, since, probed: now }
      if (before?.reason !== ERROR || before.message !== message)
        this.#tell(pod, 'ResizeError', 'Pod resize error', generation, message)
      return 'failed'
    }
    for (const [name, resources] of this.#allocated) {
      const instance = facts.running(name)
      if (instance !== undefined) instance.world.resources = resources
    }
    this.#actuated = this.#allocated
    return 'done'
  }

  #tell(pod: Pod, reason: string, what: string, generation: number, error?: string): void {
    const listed = (list: readonly Container[] | null | undefined) =>
      (list ?? []).map(({ name, resources }) => ({ name, resources: sorted(resources) }))
    const init = listed(pod.spec.initContainers)
    const body = {
      ...(init.length === 0 ? {} : { initContainers: init }),
      containers: listed(pod.spec.containers),
      generation,
      ...(error === undefined ? {} : { error }),
    }
    const type = error === undefined ? 'Normal' : 'Warning'
    this.#node.recorder.event(pod, type, reason, `${what}: ${JSON.stringify(body)}`)
  }
}

/** Which of two pods that wait for room is asked about first. Upstream: sortPendingResizes. */
export function resizeOrder(a: PendingResize, b: PendingResize): number {
  if (a.increases !== b.increases) return a.increases ? 1 : -1
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.guaranteed !== b.guaranteed) return a.guaranteed ? -1 : 1
  return a.since - b.since
}

/** What that order looks at. */
export interface PendingResize {
  readonly increases: boolean
  readonly priority: number
  readonly guaranteed: boolean
  readonly since: number
}

/** How a pod with a resize that waits since `since` stands among others like it. */
export function pendingResize(asked: Pod, allocated: Pod, since: number): PendingResize {
  const [before, after] = [numericResources(podRequests(allocated)), numericResources(podRequests(asked))]
  const increases = after.milliCpu > before.milliCpu || after.memory > before.memory
  return { increases, priority: asked.spec.priority ?? 0, guaranteed: qosClassOf(asked) === 'Guaranteed', since }
}

const all = ({ spec }: Pod): Container[] => [...(spec.containers ?? []), ...(spec.initContainers ?? [])]

const levels = (pod: Pod): Levels => {
  const map = new Map<string, Resources>(all(pod).map(({ name, resources }) => [name, resources]))
  return map.set('', pod.spec.resources)
}

const same = (a: Levels, b: Levels): boolean => [...a].every(([name, resources]) => deepEqual(resources, b.get(name)))

const withResource = <T extends object>(of: T & { resources?: Resources }, resources: Resources): T => {
  const { resources: _, ...rest } = of
  return (resources === undefined ? rest : { ...rest, resources }) as T
}

function withResources(pod: Pod, allocated: Levels): Pod {
  const held = (container: Container): Container => withResource(container, allocated.get(container.name))
  const { containers, initContainers } = pod.spec
  const spec = {
    ...pod.spec,
    containers: containers?.map(held) ?? null,
    ...(initContainers === undefined ? {} : { initContainers: initContainers?.map(held) ?? null }),
  }
  return { ...pod, spec: withResource(spec, allocated.get('')) }
}

const condition = (type: string, { generation, reason, message, since, probed }: Judged): PodCondition => ({
  type,
  observedGeneration: generation,
  status: 'True',
  lastProbeTime: formatTime(probed),
  lastTransitionTime: formatTime(since),
  ...(reason === undefined ? {} : { reason }),
  ...(message === undefined ? {} : { message }),
})

const sorted = (resources: Resources) => ({
  ...(resources?.limits ? { limits: byName(resources.limits) } : {}),
  ...(resources?.requests ? { requests: byName(resources.requests) } : {}),
})

const byName = (list: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)))
