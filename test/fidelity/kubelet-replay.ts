// Plays a recorded pod on a simulated kubelet and says where the play differs. What counts as alike is said in
// /work/shared/kubernetes/kubelet/README.md: the recorded states in their order (ours may show more in between), the same
// events per container, the same logs, each moment within two seconds.

import { ADMINISTRATOR, Simulator } from '../../src/simulator/compose.ts'
import type { ImageBehaviour } from '../../src/simulator/containers/contract.ts'

interface Json {
  [field: string]: unknown
}

interface RecordedState extends Json {
  readonly at: number
  readonly deleted?: boolean
}

interface RecordedEvent {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count?: number
  readonly field?: string
  readonly from: string
}

/** One recorded case. */
export interface KubeletCase {
  readonly name: string
  readonly objects: readonly (Json & { readonly kind: string; readonly metadata: { readonly name: string } })[]
  readonly then: readonly (Json & { readonly at: number; readonly sub?: string })[]
  readonly watched: number
  readonly rejected?: readonly { readonly at: number; readonly code: number; readonly message: string }[]
  readonly timeline: readonly RecordedState[]
  readonly gone?: number | null
  readonly events: readonly RecordedEvent[]
  readonly logs: Readonly<Record<string, string>>
}

interface Pod extends Json {
  readonly metadata: { readonly uid: string; readonly deletionGracePeriodSeconds?: number }
  readonly status: Json
}

const START = 1_767_225_600_000
const TOLERANCE = 2.01

const busyboxHttpd: ImageBehaviour = {
  name: 'nginx',
  cmd: ['httpd'],
  programs: {
    httpd: { listens: [80], http: ({ path }) => ({ code: path === '/' ? 200 : 404, body: '' }), onTerm: 'ignores' },
  },
}

/** A cluster set up as the recording one was. */
function recordedCluster(): Simulator {
  const simulator = new Simulator({ nodes: [{ name: 'node-1', capacity: { cpu: '2' } }], start: START })
  const { kubelets, clock } = simulator
  for (const image of ['nginx', 'nginx:1.27', 'busybox:1.36', 'busybox:latest', 'nonroot:1', 'named:1'])
    kubelets.preload(image)
  kubelets.defineImage(busyboxHttpd)
  kubelets.defineImage({ name: 'nonroot', user: { uid: 1000, gid: 0, groups: [] }, cmd: ['sleep', '100000'] })
  kubelets.defineImage({
    name: 'named',
    user: { uid: 65534, gid: 65534, groups: [], name: 'nobody' },
    cmd: ['sleep', '100000'],
  })
  clock.runTo(START)
  return simulator
}

/** Plays a case; the lines say what differs. */
export function replayKubeletCase(recorded: KubeletCase): string[] {
  const simulator = recordedCluster()
  const { clock, server, store } = simulator
  const base = '/api/v1/namespaces/default'
  const request = (method: string, path: string, body?: unknown, contentType?: string) =>
    server.handle({
      method,
      path: `${base}/${path}`,
      user: ADMINISTRATOR,
      ...(body === undefined ? {} : { body }),
      ...(contentType === undefined ? {} : { contentType }),
    })
  const lines: string[] = []
  const create = (object: KubeletCase['objects'][number]): void => {
    const { code, body } = request('POST', `${object.kind.toLowerCase()}s`, object)
    if (code > 299) lines.push(`create: ${code} ${JSON.stringify(body).slice(0, 300)}`)
  }
  const podName = recorded.objects.find(({ kind }) => kind === 'Pod')?.metadata.name ?? 'p'
  for (const object of recorded.objects) create(object)
  for (const step of recorded.then) {
    clock.runTo(START + step.at * 1000)
    if ('delete' in step) {
      const options = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: step['delete'] }
      request('DELETE', `pods/${podName}`, step['delete'] === null ? undefined : options)
    } else if ('create' in step) create(step['create'] as KubeletCase['objects'][number])
    else {
      const path = `pods/${podName}${step.sub === undefined ? '' : `/${step.sub}`}`
      const { code } = request('PATCH', path, step['patch'], 'application/strategic-merge-patch+json')
      const refused = recorded.rejected?.find(({ at }) => at === step.at)
      if ((refused?.code ?? 200) !== code) lines.push(`patch at ${step.at}: want ${refused?.code ?? 200}, got ${code}`)
    }
  }
  clock.runTo(START + recorded.watched * 1000)
  const events = store.list('events', 'default') as unknown as OurEvent[]
  // What was seen just before the end may come just after it.
  clock.runTo(START + (recorded.watched + TOLERANCE) * 1000)
  const history = store.history.filter(({ resource, name }) => resource === 'pods' && name === podName)
  const uid = (history[0]?.object as Pod | undefined)?.metadata.uid ?? ''
  const ours = history.flatMap(({ at, object, type }) => {
    const state = { at: (at - START) / 1000, state: canonical(summary(object as Pod, uid)) }
    return type === 'DELETED' ? [state, { ...state, state: 'deleted' }] : [state]
  })
  lines.push(...compareStates(recorded, ours))
  lines.push(...compareEvents(recorded, events, uid))
  lines.push(...compareLogs(recorded, simulator, podName))
  simulator.stop()
  return lines
}

function compareStates(recorded: KubeletCase, ours: readonly { at: number; state: string }[]): string[] {
  const lines: string[] = []
  let from = 0
  for (const state of recorded.timeline) {
    const want = state.deleted === true ? 'deleted' : canonical(recordedSummary(state))
    const found = nearest(ours, want, from, state.at)
    if (found === undefined) lines.push(`state at ${state.at}: ${want}`)
    else {
      const at = ours[found]!.at
      if (Math.abs(at - state.at) > TOLERANCE) lines.push(`state at ${state.at} came at ${at}: ${want.slice(0, 200)}`)
      from = found
    }
  }
  return lines
}

/** Of equal states the one closest in time. */
function nearest(
  ours: readonly { at: number; state: string }[],
  want: string,
  from: number,
  at: number,
): number | undefined {
  let best: number | undefined
  for (let i = from; i < ours.length; i++) {
    if (ours[i]!.state !== want) continue
    if (best === undefined || Math.abs(ours[i]!.at - at) < Math.abs(ours[best]!.at - at)) best = i
  }
  return best
}

interface OurEvent {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count?: number
  readonly involvedObject: { readonly kind: string; readonly fieldPath?: string }
}

const volatile = [
  [/10\.\d+\.\d+\.\d+/g, '<podIP>'],
  [/[0-9a-f]{64}/g, '<id>'],
] as const

function neutral(text: string, uid: string): string {
  let result = text
    .replaceAll(uid === '' ? '\0' : uid, '<uid>')
    .replaceAll('default/', '<ns>/')
    .replaceAll('_default(', '_<ns>(')
  for (const [pattern, hole] of volatile) result = result.replaceAll(pattern, hole)
  return result
}

function compareEvents(recorded: KubeletCase, events: readonly OurEvent[], uid: string): string[] {
  const lines: string[] = []
  const keyOf = ({ type, reason, message }: OurEvent | RecordedEvent, field: string): string =>
    `${field} ${type} ${reason} ${neutral(message, uid)}`
  const ours = new Map<string, number>()
  const order: string[] = []
  for (const event of events) {
    if (event.involvedObject.kind !== 'Pod') continue
    const key = keyOf(event, event.involvedObject.fieldPath ?? '')
    ours.set(key, event.count ?? 0)
    order.push(key)
  }
  for (const event of recorded.events) {
    const key = keyOf(event, event.field ?? '')
    const count = ours.get(key)
    ours.delete(key)
    if (count === undefined) lines.push(`event ${key}: missing`)
    else if (Math.abs(count - (event.count ?? 0)) > 1) lines.push(`event ${key}: ${event.count} times, ours ${count}`)
  }
  for (const key of ours.keys()) lines.push(`event ${key}: not recorded`)
  return lines
}

function compareLogs({ logs, gone }: KubeletCase, simulator: Simulator, podName: string): string[] {
  const lines: string[] = []
  if (gone !== undefined && gone !== null) return lines
  for (const [container, want] of Object.entries(logs)) {
    if (refusal.test(want)) continue
    const path = `/api/v1/namespaces/default/pods/${podName}/log`
    const got = simulator.server.handle({ method: 'GET', path, query: { container }, user: ADMINISTRATOR }).text
    if (got !== want) lines.push(`logs of ${container}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`)
  }
  return lines
}

/** What a recording holds where there were no logs to be had. */
const refusal = /^(?:container "|pods "|unable to retrieve)/

function summary({ metadata, status }: Pod, uid: string): Json {
  const list = (name: string): Json[] => (status[name] as Json[] | undefined) ?? []
  const containers = (name: string): Json | undefined => {
    const entries = list(name).map((each) => [
      each['name'],
      {
        ready: each['ready'],
        ...(each['started'] === undefined ? {} : { started: each['started'] }),
        restarts: each['restartCount'],
        state: stateOf(each['state'] as Json, uid),
        ...(Object.keys(each['lastState'] as Json).length === 0
          ? {}
          : { last: stateOf(each['lastState'] as Json, uid) }),
      },
    ])
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  const conditions = list('conditions').map((each) => [each['type'], conditionText(each)])
  return {
    phase: status['phase'],
    reason: status['reason'],
    message: status['message'] === undefined ? undefined : neutral(String(status['message']), uid),
    deleting: metadata.deletionGracePeriodSeconds,
    conditions: Object.fromEntries(conditions),
    initContainerStatuses: containers('initContainerStatuses'),
    containerStatuses: containers('containerStatuses'),
    ephemeralContainerStatuses: containers('ephemeralContainerStatuses'),
  }
}

const conditionText = ({ status, reason, message }: Json): string =>
  `${status}${reason === undefined ? '' : ` ${reason}`}${message === undefined ? '' : `: ${message}`}`

function stateOf(state: Json, uid: string): Json {
  const [kind = ''] = Object.keys(state)
  const { startedAt: _s, finishedAt: _f, containerID: _c, message, ...rest } = state[kind] as Json
  return { [kind]: { ...rest, ...(message === undefined ? {} : { message: neutral(String(message), uid) }) } }
}

function recordedSummary(state: RecordedState): Json {
  const containers = (name: string): Json | undefined => {
    const list = state[name] as Readonly<Record<string, Json>> | undefined
    if (list === undefined) return undefined
    return Object.fromEntries(
      Object.entries(list).map(([container, { state: now, last, ...rest }]) => [
        container,
        {
          ...rest,
          state: stateOf(now as Json, ''),
          ...(last === undefined ? {} : { last: stateOf(last as Json, '') }),
        },
      ]),
    )
  }
  const { phase, reason, message, deleting, conditions } = state
  return {
    phase,
    reason,
    message,
    deleting,
    conditions,
    initContainerStatuses: containers('initContainerStatuses'),
    containerStatuses: containers('containerStatuses'),
    ephemeralContainerStatuses: containers('ephemeralContainerStatuses'),
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
