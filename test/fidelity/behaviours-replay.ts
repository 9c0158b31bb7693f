// Plays a recorded behaviour (steps, and what was there after each settle) on a simulated cluster in virtual time and says which
// objects and events are not exactly as recorded. The form: /work/shared/kubernetes/behaviours/README.md.
import type { Pod } from '../../src/generated/api/core.v1.ts'
import { matchesSet } from '../../src/model/labels.ts'
import { builtInResources } from '../../src/simulator/api/resources.ts'
import { Simulator } from '../../src/simulator/compose.ts'
import {
  type Dump,
  dump,
  type Json,
  Names,
  podsInOrder,
  recordedEvent,
  recordedObject,
  type SeenEvent,
} from './behaviours-dump.ts'
import { NodePlayer, type PlayedNode, type PodSetting } from './behaviours-nodes.ts'
import { possibleSeconds } from './behaviours-seconds.ts'
import { differences } from './normalise.ts'

interface Applied {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

interface Choice {
  readonly selector: Readonly<Record<string, string>>
  readonly take?: number
  readonly skip?: number
  readonly pause?: number
  readonly body?: unknown
  readonly terminating?: boolean
}

interface Target {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly type?: string
  readonly subresource?: string
  readonly body?: unknown
  readonly propagationPolicy?: string
  readonly gracePeriodSeconds?: number
}

interface Step {
  readonly apply?: readonly Applied[]
  readonly patch?: Target
  readonly delete?: Target
  readonly wait?: number
  readonly settle?: number
  readonly setPods?: Choice & PodSetting
  readonly patchPods?: Choice
  readonly deletePods?: Choice
  readonly evictPods?: Choice
  readonly nodeDown?: string
  readonly nodeUp?: string
  readonly fakeNode?: PlayedNode
}

interface RecordedResponse {
  readonly code: number
  readonly message?: string
  readonly reason?: string
  readonly what?: string
}

/** One recorded case. */
export interface Behaviour {
  readonly name: string
  readonly hashes: Readonly<Record<string, string>>
  readonly unstable?: readonly string[]
  readonly steps: readonly ({ readonly step: Step; readonly responses?: readonly RecordedResponse[] } & Partial<Dump>)[]
}

/** What is not as recorded, and how much there is to compare. */
export interface BehaviourOutcome {
  readonly exact: number
  readonly total: number
  readonly lines: readonly string[]
}

const TYPES: Readonly<Record<string, string>> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
}
const UID_HOLE = /<uid:([^/]*)\/([^>]*)>/g
const NOBODY = '00000000-0000-4000-8000-000000000000'
const FIRST_MS = 1500

/** The recorder at work on one case. */
class Recorder {
  readonly simulator: Simulator
  readonly nodes: NodePlayer
  readonly names: Names
  readonly #namespace: string
  readonly #resources = builtInResources()
  readonly #since: number
  readonly responses: RecordedResponse[] = []

  constructor(namespace: string, second: number) {
    this.#namespace = namespace
    this.simulator = new Simulator({ start: Date.UTC(2026, 10, 21, 10, 0, 1) })
    this.nodes = new NodePlayer(this.simulator)
    for (const name of ['node-1', 'node-2', 'node-3']) this.nodes.add({ name, hollow: true })
    const taints = [{ key: 'fake', value: 'true', effect: 'NoSchedule' }]
    for (const name of ['f1', 'f2']) this.nodes.add({ name, labels: { fake: 'true' }, taints, attaches: true })
    this.pass(60_000)
    this.#since = this.simulator.store.revision + 1
    this.names = new Names(this.simulator)
    this.nodes.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    })
    const now = this.simulator.clock.now() + FIRST_MS
    this.pass(FIRST_MS + ((((second * 1000 - now) % 60_000) + 60_000) % 60_000))
  }

  pass(milliseconds: number): void {
    this.simulator.clock.runTo(this.simulator.clock.now() + milliseconds)
  }

  look(): Dump {
    return dump(this.simulator, this.#namespace, this.names, this.#since)
  }

  play(step: Step): void {
    this.responses.length = 0
    for (const object of step.apply ?? []) this.#apply(object)
    if (step.patch !== undefined) this.#patch(step.patch)
    if (step.delete !== undefined) this.#delete(step.delete)
    if (step.setPods !== undefined) for (const pod of this.#choose(step.setPods)) this.nodes.set(pod, step.setPods)
    if (step.patchPods !== undefined) this.#patchPods(step.patchPods)
    if (step.deletePods !== undefined) this.#deletePods(step.deletePods)
    if (step.evictPods !== undefined) this.#evictPods(step.evictPods)
    if (step.nodeDown !== undefined) this.nodes.down(step.nodeDown)
    if (step.nodeUp !== undefined) {
      const name = step.nodeUp
      this.nodes.add({
        name,
        hollow: true,
        labels: { nd: name },
        taints: [{ key: 'nd', value: name, effect: 'NoSchedule' }],
      })
    }
    if (step.fakeNode !== undefined) this.nodes.add(step.fakeNode)
    this.pass(1000 * (step.wait ?? step.settle ?? 0))
  }

  #pathOf(apiVersion: string, kind: string, name: string): { collection: string; object: string } {
    const info = this.#resources.byKind(apiVersion, kind)
    if (info === undefined) throw new Error(`no resource for ${apiVersion} ${kind}`)
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const collection = info.namespaced
      ? `${base}/namespaces/${this.#namespace}/${info.resource}`
      : `${base}/${info.resource}`
    return { collection, object: `${collection}/${name}` }
  }

  #apply(object: Applied): void {
    const { collection, object: path } = this.#pathOf(object.apiVersion, object.kind, object.metadata.name)
    const there = this.nodes.request('GET', path).code === 200
    const body = this.#filled(object)
    const answer = there
      ? this.nodes.request('PATCH', path, body, TYPES['merge'])
      : this.nodes.request('POST', collection, body)
    this.#note(`${there ? 'patch' : 'create'} ${object.kind}/${object.metadata.name}`, answer)
  }

  /** A copy with identities for their holes; who is not there has one too, of nobody. */
  #filled(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replace(UID_HOLE, (_, kind: string, name: string) => this.#uidOf(kind, name))
    if (Array.isArray(value)) return value.map((each) => this.#filled(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#filled(each)]))
  }

  #uidOf(kind: string, name: string): string {
    for (const { type, object } of this.simulator.store.history)
      if (
        type === 'ADDED' &&
        object.kind === kind &&
        object.metadata.name === name &&
        object.metadata.namespace === this.#namespace
      )
        return object.metadata.uid ?? ''
    return NOBODY
  }

  #patch({ apiVersion, kind, name, type = 'merge', subresource, body }: Target): void {
    const { object } = this.#pathOf(apiVersion, kind, name)
    const path = subresource === undefined ? object : `${object}/${subresource}`
    this.#note(`patch ${kind}/${name}`, this.nodes.request('PATCH', path, body, TYPES[type]))
  }

  #delete({ apiVersion, kind, name, propagationPolicy, gracePeriodSeconds }: Target): void {
    const options = {
      ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    }
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...options }
    if (kind === 'Node') this.nodes.forget(name)
    this.#note(
      `delete ${kind}/${name}`,
      this.nodes.request('DELETE', this.#pathOf(apiVersion, kind, name).object, body),
    )
  }

  #choose({ selector, take, skip = 0, terminating = false }: Choice): Pod[] {
    const pods = podsInOrder(this.simulator, this.#namespace).filter(
      ({ metadata }) =>
        matchesSet(selector, metadata.labels) && (terminating || metadata.deletionTimestamp === undefined),
    )
    return pods.slice(skip, take === undefined ? undefined : skip + take)
  }

  #pod({ metadata }: Pod): string {
    return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`
  }

  #patchPods(choice: Choice): void {
    for (const pod of this.#choose({ ...choice, terminating: true }))
      this.nodes.request('PATCH', this.#pod(pod), choice.body, TYPES['merge'])
  }

  #deletePods(choice: Choice): void {
    for (const pod of this.#choose(choice)) this.nodes.request('DELETE', this.#pod(pod))
  }

  #evictPods(choice: Choice): void {
    for (const pod of this.#choose(choice)) {
      const { name, namespace } = pod.metadata
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }
      this.#note(`evict Pod/${name}`, this.nodes.request('POST', `${this.#pod(pod)}/eviction`, body))
      this.pass(choice.pause ?? 0)
    }
  }

  #note(what: string, { code, body }: { code: number; body: unknown }): void {
    const { message, reason } = body as { message?: string; reason?: string }
    this.responses.push({
      code,
      what: this.names.text(what),
      ...(code < 300 ? {} : { message: message ?? '', reason: reason ?? '' }),
    })
  }
}

/** Plays a case to its end; of several seconds it may have begun at, from the first that comes nearest to what was recorded. */
export function playBehaviour(recorded: Behaviour): BehaviourOutcome {
  let best: BehaviourOutcome | undefined
  for (const second of possibleSeconds(recorded)) {
    const outcome = playFrom(recorded, second)
    if (best === undefined || outcome.lines.length < best.lines.length) best = outcome
    if (best.lines.length === 0) break
  }
  return best!
}

function playFrom(recorded: Behaviour, second: number): BehaviourOutcome {
  const recorder = new Recorder(recorded.name, second)
  const lines: string[] = []
  const count = { exact: 0, total: 0 }
  let look = 0
  for (const { step, objects, events, responses } of recorded.steps) {
    recorder.play(step)
    for (const [i, want] of (responses ?? []).entries()) {
      const got = recorder.responses.filter(({ code }) => code >= 300 || responses?.some((r) => r.code < 300))[i]
      count.total++
      if (got?.code === want.code && (want.code < 300 || got.message === want.message)) count.exact++
      else
        lines.push(
          `${JSON.stringify(step).slice(0, 60)} want ${want.code} ${want.message} got ${got?.code} ${got?.message}`,
        )
    }
    if (objects === undefined || events === undefined) continue
    compare(
      { objects, events },
      recorder.look(),
      new Unstable(recorded.unstable ?? [], look),
      count,
      lines,
      `[${look}]`,
    )
    look++
  }
  for (const [hole, value] of Object.entries(recorded.hashes)) {
    count.total++
    if (recorder.names.hashes[hole] === value) count.exact++
    else lines.push(`${hole}: want ${value} got ${recorder.names.hashes[hole]}`)
  }
  recorder.simulator.stop()
  return { ...count, lines }
}

const UNSTABLE_OBJECT = /^\[(\d+)\]\.objects\.(\w+)/
const UNSTABLE_EVENT = /^\[(\d+)\]\.events/
const EVENT_OBJECTS = /(?:want|got) "(\S+)/g

/** What differed between two recordings: kinds and events of objects that nobody is held to. */
class Unstable {
  readonly kinds = new Set<string>()
  readonly events = new Set<string>()

  constructor(texts: readonly string[], look: number) {
    for (const text of texts) {
      const object = UNSTABLE_OBJECT.exec(text)
      if (object !== null && Number(object[1]) === look) this.kinds.add(object[2]!)
      const event = UNSTABLE_EVENT.exec(text)
      if (event === null || Number(event[1]) !== look) continue
      for (const [, about] of text.matchAll(EVENT_OBJECTS)) this.events.add(about!)
    }
  }
}

interface Count {
  exact: number
  total: number
}

function compare(want: Dump, got: Dump, unstable: Unstable, count: Count, lines: string[], at: string): void {
  for (const kind of new Set([...Object.keys(want.objects), ...Object.keys(got.objects)])) {
    if (unstable.kinds.has(kind)) continue
    compareObjects(kind, want.objects[kind] ?? [], got.objects[kind] ?? [], count, lines, at)
  }
  const wanted = byObject(want.events.map(recordedEvent))
  const seen = byObject(got.events)
  for (const about of new Set([...wanted.keys(), ...seen.keys()])) {
    if (unstable.events.has(about)) continue
    const a = wanted.get(about) ?? []
    const b = seen.get(about) ?? []
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      count.total++
      if (a[i] === b[i]) count.exact++
      else lines.push(`${at} event ${about}: want ${a[i]}\n          got ${b[i]}`)
    }
  }
}

const nameOf = (object: Json): string => String((object['metadata'] as Json | undefined)?.['name'])

function compareObjects(
  kind: string,
  want: readonly Json[],
  got: readonly Json[],
  count: Count,
  lines: string[],
  at: string,
): void {
  const rest = new Map(got.map((object) => [nameOf(object), object]))
  for (const object of want) {
    count.total++
    const own = rest.get(nameOf(object))
    rest.delete(nameOf(object))
    const found = own === undefined ? ['missing'] : differences(recordedObject(object), own)
    if (found.length === 0) count.exact++
    else lines.push(`${at} ${kind}/${nameOf(object)}: ${found.slice(0, 8).join('\n      ')}`)
  }
  for (const name of rest.keys()) {
    count.total++
    lines.push(`${at} ${kind}/${name}: unexpected`)
  }
}

function byObject(events: readonly SeenEvent[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { object, type, reason, message, count, component, action } of events) {
    const text = `${type} ${reason} "${message}" x${count ?? '-'} ${component} ${action ?? ''}`
    const group = groups.get(object)
    if (group === undefined) groups.set(object, [text])
    else group.push(text)
  }
  for (const [object, texts] of groups) groups.set(object, sortedRuns(texts))
  return groups
}

/** Pods of one batch are made and deleted at once upstream: within a run of one reason the order is chance. */
function sortedRuns(texts: readonly string[]): string[] {
  const reason = (text: string): string => text.split(' ', 2).join(' ')
  const out: string[] = []
  let run: string[] = []
  for (const text of texts) {
    if (run.length > 0 && reason(run[0]!) !== reason(text)) {
      out.push(...run.sort())
      run = []
    }
    run.push(text)
  }
  return [...out, ...run.sort()]
}
