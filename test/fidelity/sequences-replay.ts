// Plays recorded sequences of requests against a simulated cluster, in process but over its wire form, and says where answers
// differ. Waiting is virtual: what the real one was given seconds for, the clock is moved on for.
import { ADMINISTRATOR, Simulator, serveWire, type UserInfo } from '../../src/simulator/compose.ts'
import { differences, type Given, given, normalise } from './normalise.ts'
import { TOKENS } from './requests-replay.ts'

/** One recorded request; strings are bodies as they are. */
export interface SequenceRequest {
  readonly method?: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly contentType?: string
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: unknown
}

/** A request with its answer, or a pause. */
export interface SequenceStep {
  readonly sleep?: number
  readonly request?: SequenceRequest
  readonly response?: { readonly code: number; readonly body: unknown; readonly warnings?: readonly string[] }
  readonly save?: Readonly<Record<string, string>>
  readonly until?: Readonly<Record<string, unknown>>
}

/** One recorded sequence. */
export interface Sequence {
  readonly id: string
  readonly namespace?: string
  readonly managedFields?: boolean
  readonly cleanup?: readonly SequenceRequest[]
  readonly steps: readonly SequenceStep[]
}

/** A step whose answer differs. */
export interface StepDifference {
  readonly step: number
  readonly request: SequenceRequest
  readonly lines: readonly string[]
}

/** How a sequence went. */
export interface Outcome {
  readonly steps: number
  readonly different: readonly StepDifference[]
}

interface Answer {
  readonly code: number
  readonly body: unknown
  readonly warnings: readonly string[]
}

type Variables = Record<string, unknown>

const TRIES = 200
/** What passes between two requests of somebody at the other end of a connection: controllers act in that time. */
const ROUND_TRIP_MS = 10
const RETRY_AFTER = 100
const WHOLE_VARIABLE = /^\$\{(\w+)\}$/
const VARIABLES = /\$\{(\w+)\}/g
const WARNING = /299 \S+ "((?:[^"\\]|\\.)*)"/g
/** Controllers write these on their own time: answers to writes are compared without what they write. */
const CONTROLLED = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicationController',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ResourceQuota',
  'FlowSchema',
  'ValidatingAdmissionPolicy',
])

/** A cluster as the recordings were made on: control plane with controllers, no nodes, some time old. */
export function recordedCluster(): Simulator {
  const simulator = new Simulator({ scheduler: false })
  wait(simulator, 10_000)
  return simulator
}

/** Plays one sequence; the simulator is left as the cleanup leaves it. */
export function playSequence(simulator: Simulator, sequence: Sequence): Outcome {
  const variables: Variables = {}
  const values = new Set<string>()
  const different: StepDifference[] = []
  let steps = 0
  try {
    for (const [step, { sleep, request, response, save, until }] of sequence.steps.entries()) {
      wait(simulator, sleep ?? ROUND_TRIP_MS)
      if (request === undefined || response === undefined) continue
      steps++
      const said = given(request.body)
      for (const value of said.values) values.add(value)
      const answer = ask(simulator, fill(request, variables) as SequenceRequest, until)
      for (const [name, path] of Object.entries(save ?? {})) variables[name] = at(answer.body, path)
      const lines = compareAnswers(sequence, request, response, answer, { values, generateName: said.generateName })
      if (lines.length > 0) different.push({ step, request, lines })
    }
  } finally {
    for (const request of sequence.cleanup ?? []) send(simulator, fill(request, variables) as SequenceRequest)
    wait(simulator, 1000)
  }
  return { steps, different }
}

function wait({ clock }: Simulator, milliseconds: number): void {
  clock.runTo(clock.now() + milliseconds)
}

/** Lets what the request set off happen; asks again while the answer is not as it is waited for. */
function ask(simulator: Simulator, request: SequenceRequest, until: SequenceStep['until']): Answer {
  let answer = send(simulator, request)
  for (let tries = 1; until !== undefined && tries < TRIES && !holds(answer, until); tries++) {
    wait(simulator, RETRY_AFTER)
    answer = send(simulator, request)
  }
  return answer
}

function holds(answer: Answer, until: Readonly<Record<string, unknown>>): boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  return Object.entries(until).every(([path, value]) => {
    if (path === 'code') return answer.code === value
    return path.startsWith('!') ? !same(at(answer.body, path.slice(1)), value) : same(at(answer.body, path), value)
  })
}

function at(value: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
}

function fill(value: unknown, variables: Variables): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, variables))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [fill(key, variables), fill(inner, variables)]),
    )
  if (typeof value !== 'string') return value
  const whole = WHOLE_VARIABLE.exec(value)
  return whole === null
    ? value.replace(VARIABLES, (_, name: string) => String(variables[name]))
    : variables[whole[1] as string]
}

function send(
  { server }: Simulator,
  {
    method = 'GET',
    path,
    query,
    contentType = 'application/json',
    accept = 'application/json',
    headers = {},
    body,
  }: SequenceRequest,
): Answer {
  const search = query !== undefined && Object.keys(query).length > 0 ? `?${new URLSearchParams({ ...query })}` : ''
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const sent: Record<string, string> = { accept }
  if (text !== undefined) sent['content-type'] = contentType
  const response = serveWire(server, {
    method,
    url: path + search,
    headers: { ...sent, ...lowerCased(headers) },
    body: Buffer.from(text ?? ''),
    user: requestor(headers),
  })
  const warning = [response.headers['warning'] ?? []].flat().join(', ')
  const warnings = [...warning.matchAll(WARNING)].map((m) => (m[1] as string).replace(/\\(.)/g, '$1'))
  return { code: response.code, body: parsed(response.body), warnings }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Who the recorded bearer token belongs to; the administrator where there is none. */
function requestor({ authorization }: Readonly<Record<string, string | readonly string[]>>): UserInfo {
  const token = /^Bearer (.+)$/.exec(String(authorization ?? ''))?.[1]
  return (token === undefined ? undefined : TOKENS.get(token)) ?? ADMINISTRATOR
}

/** As Node's HTTP server hands headers over: names in lower case, several values joined. Impersonation is the server's own. */
function lowerCased(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  )
}

function compareAnswers(
  { managedFields }: Sequence,
  request: SequenceRequest,
  want: NonNullable<SequenceStep['response']>,
  got: Answer,
  from: Given,
): string[] {
  const tidied = (body: unknown): unknown =>
    tidy(normalise(withoutControllers(body, request), from, managedFields === true ? { managedFields } : {}))
  const message = (body: unknown): string =>
    String((body as { message?: string } | undefined)?.message ?? JSON.stringify(body)).slice(0, 300)
  if (want.code !== got.code)
    return [`code: want ${want.code} got ${got.code}: ${message(want.body)} | ${message(got.body)}`]
  const lines = differences(tidied(want.body), tidied(got.body))
  const warnings = want.warnings ?? []
  if (JSON.stringify(warnings) !== JSON.stringify(got.warnings))
    lines.push(`warnings: want ${JSON.stringify(warnings)} got ${JSON.stringify(got.warnings)}`)
  return lines
}

function withoutControllers(body: unknown, { method = 'GET', path }: SequenceRequest): unknown {
  const object = body as
    | {
        kind?: string
        status?: unknown
        metadata?: { annotations?: Record<string, string>; managedFields?: { manager?: string }[] }
      }
    | undefined
  if (method === 'GET' || path.endsWith('/status') || !CONTROLLED.has(object?.kind ?? '')) return body
  const { status: _, ...rest } = object ?? {}
  const metadata = { ...rest.metadata }
  if (metadata.annotations !== undefined) {
    const { 'deployment.kubernetes.io/revision': _revision, ...annotations } = metadata.annotations
    metadata.annotations = annotations
    if (Object.keys(annotations).length === 0) delete metadata.annotations
  }
  if (metadata.managedFields !== undefined)
    metadata.managedFields = metadata.managedFields.filter((entry) => entry.manager !== 'kube-controller-manager')
  return { ...rest, metadata }
}

/** Ages in tables and resource versions in messages. */
function tidy(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item))
  if (value !== null && typeof value === 'object') {
    const object = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidy(inner, name)]))
    if (object['kind'] === 'Table' && Array.isArray(object['rows'])) object['rows'] = object['rows'].map(withoutAges)
    return object
  }
  if (typeof value !== 'string' || (key !== 'message' && key !== 'reason' && key !== undefined)) return value
  return value
    .replace(/\((\d+)\)(?= does not match|\. The object)/g, '(<rv>)')
    .replace(/resourceVersion: \d+, current: \d+/gi, 'resourceVersion: <rv>')
    .replace(/too old resource version: \d+ \(\d+\)/, 'too old resource version: <rv> (<rv>)')
}

function withoutAges(row: unknown): unknown {
  const { cells, ...rest } = row as { cells?: unknown[] }
  return {
    ...rest,
    cells: cells?.map((cell) =>
      typeof cell === 'string' && /^(\d+[smhdy])+$|^<unknown>$/.test(cell) ? '<age>' : cell,
    ),
  }
}
