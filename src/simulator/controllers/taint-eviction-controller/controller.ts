// Deletes pods from nodes with NoExecute taints: at once where they do not tolerate them, after the tolerations' seconds where
// these end. A deletion is tried five times, 10 ms apart, and then given up. Upstream: pkg/controller/tainteviction/taint_eviction.go.
import type { Node, Pod, Taint, Toleration } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { tolerates } from '../../../model/taints.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByNode } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { type Disruption, markDisrupted } from '../lib/disruption-target.ts'

const ATTEMPTS = 5
const PAUSE_MS = 10

/** taint-eviction-controller. */
export const controller: Controller = {
  name: 'taint-eviction-controller',
  wakes: (object) => object.kind === 'Node' && noExecute(object as Node).length > 0,
  start: (environment) => new TaintEviction(environment),
}

const noExecute = (node: Node): readonly Taint[] =>
  (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute')

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`

class TaintEviction implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #tainted = new Map<string, readonly Taint[]>()
  /** Deletions to come, by pod. */
  readonly #evictions = new Map<string, Timer>()

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'node-controller')
    this.#clock = environment.clock
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'taint-eviction-controller')
    this.#informers = environment.informers()
    // Pods first: a node's are looked at when it is heard of, and once.
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(pod),
      update: (pod, old) => {
        const moved = pod.spec.nodeName !== old.spec.nodeName
        if (moved || !deepEqual(pod.spec.tolerations, old.spec.tolerations)) this.#podChanged(pod)
      },
      delete: (pod) => this.#cancel(pod),
    })
    this.#informers.on<Node>('nodes', {
      add: (node) => this.#nodeChanged(node, []),
      update: (node, old) => {
        if (node.spec.taints !== old.spec.taints) this.#nodeChanged(node, noExecute(old))
      },
      delete: ({ metadata }) => this.#tainted.delete(metadata.name ?? ''),
    })
  }

  stop(): void {
    this.#informers.stop()
    for (const timer of this.#evictions.values()) timer.cancel()
  }

  #nodeChanged(node: Node, before: readonly Taint[]): void {
    const { name = '' } = node.metadata
    const taints = noExecute(node)
    if (deepEqual(taints, before)) return
    if (taints.length > 0) this.#tainted.set(name, taints)
    else this.#tainted.delete(name)
    for (const pod of this.#client.indexed(podsByNode, name)) {
      if (taints.length === 0) this.#cancel(pod)
      else this.#judge(pod, taints)
    }
  }

  #podChanged(pod: Pod): void {
    const taints = this.#tainted.get(pod.spec.nodeName ?? '')
    if (taints !== undefined) this.#judge(pod, taints)
  }

  #judge(pod: Pod, taints: readonly Taint[]): void {
    const seconds = toleratedFor(taints, pod.spec.tolerations ?? [])
    if (seconds === 'none') {
      this.#cancel(pod)
      this.#schedule(pod, this.#clock.now())
      return
    }
    if (seconds === 'ever') {
      this.#cancel(pod)
      return
    }
    // One that is booked stays as it is, whatever has changed since.
    this.#schedule(pod, this.#clock.now() + seconds * 1000)
  }

  #schedule(pod: Pod, at: number): void {
    const key = keyOf(pod)
    if (this.#evictions.has(key)) return
    const evict = (): void => {
      this.#evictions.delete(key)
      this.#evict(pod)
    }
    if (at <= this.#clock.now()) evict()
    else this.#evictions.set(key, this.#clock.at(at, evict))
  }

  /** Takes a booked deletion back, telling so when there was one. */
  #cancel(pod: Pod): void {
    const key = keyOf(pod)
    const timer = this.#evictions.get(key)
    this.#evictions.delete(key)
    if (timer === undefined) return
    timer.cancel()
    this.#tell(pod, `Cancelling deletion of Pod ${key}`)
  }

  #tell({ metadata }: Pod, message: string): void {
    const reference = { kind: 'Pod', apiVersion: 'v1', namespace: metadata.namespace, name: metadata.name }
    this.#recorder.eventOn(reference, 'Normal', 'TaintManagerEviction', message)
  }

  #evict(booked: Pod): void {
    const { namespace = '', name = '' } = booked.metadata
    this.#tell(booked, `Marking for deletion Pod ${namespace}/${name}`)
    const pod = this.#client.lister.get<Pod>('pods', namespace, name)
    if (pod === undefined) return
    const said = {
      ...(pod.metadata.generation ? { observedGeneration: pod.metadata.generation } : {}),
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    }
    this.#delete(pod, said, 1)
  }

  #delete(pod: Pod, said: Disruption, attempt: number): void {
    const { namespace = '', name = '' } = pod.metadata
    const marked = markDisrupted(this.#client, pod, said, this.#clock.now())
    if ((marked && this.#client.delete('pods', namespace, name).ok) || attempt === ATTEMPTS) return
    this.#clock.after(PAUSE_MS, () => {
      const current = this.#client.lister.get<Pod>('pods', namespace, name)
      if (current?.metadata.uid === pod.metadata.uid) this.#delete(current!, said, attempt + 1)
    })
  }
}

/** The seconds all taints are tolerated together, `ever`, or `none` when some are not at all. */
function toleratedFor(taints: readonly Taint[], tolerations: readonly Toleration[]): number | 'none' | 'ever' {
  let least: number | 'ever' = 'ever'
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => tolerates(candidate, taint))
    if (toleration === undefined) return 'none'
    const { tolerationSeconds: seconds } = toleration
    if (seconds !== undefined && (least === 'ever' || seconds < least)) least = Math.max(seconds, 0)
  }
  return least
}
