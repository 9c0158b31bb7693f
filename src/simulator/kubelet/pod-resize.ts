// In-place resize of one pod: whether its node can give what is asked now, later or never, and how far it is.
// Upstream: pkg/kubelet/allocation/{allocation_manager,handlers}.go, computePodResizeAction in kuberuntime_manager.go.
import type { Container, Pod, PodCondition } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { qosClassOf } from '../../model/pod-qos.ts'
import { rejection } from './admission/chain.ts'
import type { Rejection } from './admission/contract.ts'
import type { NodeContext } from './node-context.ts'
import type { ContainerInstance } from './runtime.ts'

/** What can never be; all else that speaks against a resize may pass, whatever its reason. */
const INFEASIBLE = 'Infeasible'
const DEFERRED = 'Deferred'

type Condition = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>

/** The resize of a pod. */
export class PodResize {
  readonly #node: NodeContext
  readonly #actuated = new Map<string, Container['resources']>()
  #state: 'none' | 'started' | 'actuated' = 'none'
  #generation = 0
  #pending: Condition | undefined

  constructor(node: NodeContext, pod: Pod) {
    this.#node = node
    for (const container of all(pod)) this.#actuated.set(container.name, container.resources)
  }

  /** The conditions that tell of it. */
  get conditions(): readonly Condition[] {
    if (this.#pending !== undefined) return [this.#pending]
    return this.#state === 'started' ? [{ type: 'PodResizeInProgress', status: 'True' }] : []
  }

  /** Whether what is asked for waits until the node has room. */
  get waits(): boolean {
    return this.#pending?.reason === DEFERRED
  }

  /** The spec has changed, or the node has more room than before. */
  update(pod: Pod): void {
    const before = this.#pending
    this.#pending = undefined
    if (all(pod).every(({ name, resources }) => deepEqual(this.#actuated.get(name), resources))) return
    const known = this.#generation
    this.#generation = pod.metadata.generation ?? 0
    const refusal = this.#exclusive(pod) ?? rejection(pod, this.#node, 'resize')
    if (refusal === undefined) {
      this.#state = 'started'
      this.#tell(pod, 'ResizeStarted', 'Pod resize started')
      return
    }
    const { reason, message } = refusal
    const kept = reason === INFEASIBLE ? INFEASIBLE : DEFERRED
    this.#pending = { type: 'PodResizePending', status: 'True', reason: kept, message }
    if (before?.reason === kept && known === this.#generation) return
    this.#tell(pod, `Resize${kept}`, `Pod resize ${reason}`, message, 'Warning')
  }

  /** A sync begins: what was done in the last one is over. */
  progress(pod: Pod): void {
    if (this.#state !== 'actuated') return
    this.#state = 'none'
    this.#tell(pod, 'ResizeCompleted', 'Pod resize completed')
  }

  /** Does a change of a running container's resources need a restart? */
  needsRestart(instance: ContainerInstance, container: Container): boolean {
    if (this.#state !== 'started') return false
    const before = this.#actuated.get(container.name)
    return (container.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === 'RestartContainer' &&
        instance.state === 'running' &&
        (before?.limits?.[resourceName] !== container.resources?.limits?.[resourceName] ||
          before?.requests?.[resourceName] !== container.resources?.requests?.[resourceName]),
    )
  }

  /** Gives the containers what is asked; true when there was something to do. */
  actuate(pod: Pod): boolean {
    if (this.#state !== 'started') return false
    for (const container of all(pod)) this.#actuated.set(container.name, container.resources)
    this.#state = 'actuated'
    return true
  }

  /** What a Guaranteed pod has for itself of a static manager stays as it is. */
  #exclusive(pod: Pod): Rejection | undefined {
    if (qosClassOf(pod) !== 'Guaranteed') return undefined
    const { settings, gates, containerManager } = this.#node
    if (!containerManager.managed) return undefined
    for (const [resource, manager, policy, gate] of [
      ['cpu', 'CPU Manager', settings.cpuManagerPolicy, 'InPlacePodVerticalScalingExclusiveCPUs'],
      ['memory', 'Memory Manager', settings.memoryManagerPolicy, 'InPlacePodVerticalScalingExclusiveMemory'],
    ] as const) {
      if (policy.toLowerCase() !== 'static' || gates.enabled(gate)) continue
      const changes = ({ name, resources }: Container): boolean =>
        this.#actuated.get(name)?.requests?.[resource] !== resources?.requests?.[resource]
      if (!all(pod).some(changes)) continue
      const message = `Resize is infeasible for Guaranteed Pods alongside ${manager} policy "${policy}"`
      return { reason: INFEASIBLE, message }
    }
    return undefined
  }

  #tell(pod: Pod, reason: string, what: string, error?: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    const listed = (list: readonly Container[] | null | undefined) =>
      (list ?? []).map(({ name, resources }) => ({ name, resources: sorted(resources) }))
    const init = listed(pod.spec.initContainers)
    const body = {
      ...(init.length === 0 ? {} : { initContainers: init }),
      containers: listed(pod.spec.containers),
      generation: this.#generation,
      ...(error === undefined ? {} : { error }),
    }
    this.#node.recorder.event(pod, type, reason, `${what}: ${JSON.stringify(body)}`)
  }
}

const all = ({ spec }: Pod): Container[] => [...(spec.containers ?? []), ...(spec.initContainers ?? [])]

const sorted = (resources: Container['resources']) => ({
  ...(resources?.limits ? { limits: byName(resources.limits) } : {}),
  ...(resources?.requests ? { requests: byName(resources.requests) } : {}),
})

const byName = (list: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)))
