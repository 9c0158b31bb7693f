// Deletes pods nobody will: on nodes that are gone (after a quarantine) or out of service, never scheduled yet deleted, and the
// oldest of very many finished ones. It looks every 20 s since it began, here only when there is something to look at; what is refused
// waits for the next look, and a node that is gone for 40 s.
// Upstream: pkg/controller/podgc/gc_controller.go.
import type { Node, Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { isPodTerminal } from '../lib/pods.ts'

const PERIOD_MS = 20_000
const QUARANTINE_MS = 40_000
/** --terminated-pod-gc-threshold. */
const FINISHED = 12_500
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

/** pod-garbage-collector-controller. */
export const controller: Controller = {
  name: 'pod-garbage-collector-controller',
  wakesOn: ['pods'],
  start: (environment) => new PodGarbage(environment),
}

class PodGarbage implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #started: number
  readonly #informers: Informers
  /** Nodes that are not there, and from when on their pods may be deleted. */
  readonly #quarantine = new Map<string, number>()
  #finished = 0
  #timer: Timer | undefined

  constructor(environment: Environment) {
    this.#clock = environment.clock
    this.#started = environment.begun
    this.#client = controllerClient(environment, 'pod-garbage-collector')
    this.#informers = environment.informers()
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#seen(pod, undefined),
      update: (pod, old) => this.#seen(pod, old),
      delete: (pod) => {
        if (isPodTerminal(pod)) this.#finished--
      },
    })
    this.#informers.on<Node>('nodes', {
      update: ({ spec }) => {
        if (spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) this.#book()
      },
      delete: () => this.#book(),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#timer?.cancel()
  }

  #seen(pod: Pod, old: Pod | undefined): void {
    const finished = isPodTerminal(pod) && (old === undefined || !isPodTerminal(old))
    if (finished) this.#finished++
    if (this.#finished > FINISHED || this.#isCandidate(pod)) this.#book()
  }

  #isCandidate({ metadata, spec }: Pod): boolean {
    if (metadata.deletionTimestamp !== undefined) return true
    return Boolean(spec.nodeName) && this.#node(spec.nodeName!) === undefined
  }

  #node(name: string): Node | undefined {
    return this.#client.lister.get<Node>('nodes', '', name)
  }

  /** Looks at the next of its regular times. */
  #book(): void {
    if (this.#timer !== undefined) return
    const passed = (this.#clock.now() - this.#started) % PERIOD_MS
    this.#timer = this.#clock.after(PERIOD_MS - passed, () => {
      this.#timer = undefined
      this.#collect()
    })
  }

  #collect(): void {
    const pods = this.#client.lister.list<Pod>('pods')
    if (this.#finished > FINISHED) this.#collectFinished(pods)
    for (const pod of pods) this.#collectOutOfService(pod)
    this.#collectOrphans(pods)
    for (const pod of pods) if (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName) this.#delete(pod)
    const left =
      this.#finished > FINISHED || this.#client.lister.list<Pod>('pods').some((pod) => this.#isCandidate(pod))
    if (left) this.#book()
  }

  #collectFinished(pods: readonly Pod[]): void {
    const finished = pods.filter(isPodTerminal)
    finished.sort((a, b) => {
      const evicted = Number(isEvicted(b)) - Number(isEvicted(a))
      if (evicted !== 0) return evicted
      const [one, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
      if (one !== other) return one < other ? -1 : 1
      return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
    })
    for (const pod of finished.slice(0, Math.max(0, finished.length - FINISHED))) this.#delete(pod)
  }

  #collectOutOfService(pod: Pod): void {
    if (pod.metadata.deletionTimestamp === undefined || !pod.spec.nodeName) return
    const node = this.#node(pod.spec.nodeName)
    if (!node?.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) return
    if (node.status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') this.#delete(pod)
  }

  #collectOrphans(pods: readonly Pod[]): void {
    const now = this.#clock.now()
    const due = new Set([...this.#quarantine].filter(([, until]) => until <= now).map(([name]) => name))
    for (const name of due) this.#quarantine.delete(name)
    for (const pod of pods) {
      const { nodeName } = pod.spec
      if (!nodeName || this.#node(nodeName) !== undefined) continue
      if (!this.#quarantine.has(nodeName)) this.#quarantine.set(nodeName, now + QUARANTINE_MS)
      if (due.has(nodeName)) this.#delete(pod, orphaned(pod, now))
    }
  }

  /** Marks the pod failed if it is not over, and deletes it at once. */
  #delete(pod: Pod, condition?: PodCondition): void {
    const { namespace = '', name = '', uid, generation } = pod.metadata
    if (!isPodTerminal(pod)) {
      const status = {
        phase: 'Failed',
        ...(generation === undefined ? {} : { observedGeneration: generation }),
        ...(condition === undefined ? {} : { conditions: [condition] }),
      }
      const body = { metadata: { uid }, status }
      const type = 'application/strategic-merge-patch+json'
      const patched = this.#client.patch('pods', namespace, name, type, body, 'status')
      if (!patched.ok) return
    }
    this.#client.delete('pods', namespace, name, { gracePeriodSeconds: 0 })
  }
}

/** Says why a pod goes; what it said of its disruption before keeps its time. */
function orphaned({ metadata: { generation }, status }: Pod, now: number): PodCondition {
  const old = status.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return {
    type: 'DisruptionTarget',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'True' ? (old.lastTransitionTime ?? null) : formatTime(now),
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  }
}

const isEvicted = ({ status }: Pod): boolean => status.phase === 'Failed' && status.reason === 'Evicted'
