// What happened, in words: one write of the cluster's history as a line people read, for timelines and for the end of a
// failure. An event says what it says; any other write is told by the fields that matter in it.
import type { ApiObject, Change } from '../../cluster/port.ts'
import { isMap } from '../compare/path.ts'
import type { TimelineEntry } from '../result.ts'

/** One write as an entry of a timeline, or undefined when nothing in it is worth telling. */
export function entryOf(change: Change, start: number): TimelineEntry | undefined {
  const what = change.resource === 'events' ? eventWords(change) : changeWords(change)
  if (what === undefined) return undefined
  return {
    at: change.at - start,
    by: change.by,
    object: change.resource === 'events' ? eventObject(change.object) : objectName(change),
    what,
  }
}

function objectName({ object, namespace, name, resource }: Change): string {
  const kind = (object.kind ?? resource.split('.')[0] ?? resource).toLowerCase()
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

function eventObject(event: ApiObject): string {
  const { kind, namespace, name } = referenceOf(event)
  return `${(kind ?? 'object').toLowerCase()} ${namespace ? `${namespace}/` : ''}${name ?? ''}`
}

interface Reference {
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
}

/** What an event is about, whichever version of the type it was read as. */
export function referenceOf(event: ApiObject): Reference {
  return (event['involvedObject'] ?? event['regarding'] ?? {}) as Reference
}

/** The words of an event, whichever version of the type it was read as. */
export function messageOf(event: ApiObject): string {
  const text = event['message'] ?? event['note']
  return typeof text === 'string' ? text : ''
}

/** How often an event happened. */
export function countOf(event: ApiObject): number {
  const series = event['series']
  const count = isMap(series) ? series['count'] : (event['count'] ?? event['deprecatedCount'])
  return typeof count === 'number' && count > 0 ? count : 1
}

function eventWords({ type, object }: Change): string | undefined {
  if (type === 'DELETED') return undefined
  const times = countOf(object)
  return `${String(object['type'] ?? 'Normal')} ${String(object['reason'] ?? '')}: ${messageOf(object)}${times > 1 ? ` (${times} times)` : ''}`
}

const FIELD_LIMIT = 4

function changeWords({ type, object, previous }: Change): string | undefined {
  if (type === 'ADDED') return 'created'
  if (type === 'DELETED') return 'deleted'
  if (previous === undefined) return 'changed'
  const parts: string[] = []
  if (object.metadata?.['deletionTimestamp'] !== undefined && previous.metadata?.['deletionTimestamp'] === undefined)
    parts.push('being deleted')
  conditionWords(object, previous, parts)
  fieldWords(object, previous, '', parts)
  if (parts.length === 0) return undefined
  const rest = parts.length - FIELD_LIMIT
  return parts.slice(0, FIELD_LIMIT).join('; ') + (rest > 0 ? `; and ${rest} more` : '')
}

interface Condition {
  readonly type?: unknown
  readonly status?: unknown
  readonly reason?: unknown
}

function conditionsOf(object: ApiObject): readonly Condition[] {
  const status = object['status']
  const list = isMap(status) ? status['conditions'] : undefined
  return Array.isArray(list) ? (list as Condition[]) : []
}

function conditionWords(object: ApiObject, previous: ApiObject, parts: string[]): void {
  const before = new Map(conditionsOf(previous).map((c) => [c.type, c]))
  for (const condition of conditionsOf(object)) {
    const old = before.get(condition.type)
    if (old?.status === condition.status && old?.reason === condition.reason) continue
    const reason = condition.reason === undefined || condition.reason === '' ? '' : ` (${String(condition.reason)})`
    parts.push(`${String(condition.type)} ${String(condition.status)}${reason}`)
  }
}

// Book-keeping that says nothing about what the object is.
const SILENT = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'conditions',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'observedGeneration',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastHeartbeatTime',
  'creationTimestamp',
  'uid',
  'renewTime',
  'kubectl.kubernetes.io/last-applied-configuration',
])

function fieldWords(after: unknown, before: unknown, path: string, parts: string[]): void {
  if (after === before) return
  if (isMap(after) && isMap(before)) {
    for (const key of Object.keys(before))
      if (!(key in after) && !SILENT.has(key)) parts.push(`${join(path, key)} removed`)
    for (const [key, value] of Object.entries(after))
      if (!SILENT.has(key)) fieldWords(value, before[key], join(path, key), parts)
    return
  }
  if (Array.isArray(after) && Array.isArray(before) && after.length === before.length) {
    after.forEach((item, i) => {
      fieldWords(item, before[i], `${path}[${i}]`, parts)
    })
    return
  }
  if (isScalar(after) && isScalar(before)) parts.push(`${path}: ${String(before)} → ${String(after)}`)
  else if (isScalar(after)) parts.push(`${path}: ${String(after)}`)
  else parts.push(`${path} changed`)
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
