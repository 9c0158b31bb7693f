// The door of this room: what the verbs call to keep metadata.managedFields. Plain writes never fail here; when ownership cannot
// be worked out it is dropped. Upstream: managedfields/internal/{fieldmanager,skipnonapplied,lastappliedmanager,lastappliedupdater}.go.
import type { ManagedFieldsEntry } from '../../../generated/api/meta.v1.ts'
import { typeOfKind } from '../../data/schema.ts'
import { decode } from '../codec/decode.ts'
import type { RequestContext } from '../context.ts'
import { StatusError } from '../status/status-error.ts'
import type { KubeObject } from '../types.ts'
import { conflictError } from './conflicts.ts'
import { encodeEntries, givenEntries, isReset, type Managed, sameEntries, storedEntries } from './entries.ts'
import { TypedProblem } from './items.ts'
import { allowedByLastApplied, lastAppliedOf } from './last-applied.ts'
import { type Applied, noteApply, noteUpdate, updatedEntries, type Writer } from './ownership.ts'
import { resetFields } from './reset-fields.ts'
import { shapeOfResource } from './shapes.ts'

const UNKNOWN = 'unknown'
/** Owns what was there before the first apply to an object nobody kept track of. */
const BEFORE_FIRST_APPLY = 'before-first-apply'
/** kubectl's own manager takes over what its client-side apply has written. */
const KUBECTL = 'kubectl'
const MANAGER_MAX_LENGTH = 128

const empties = new Map<string, KubeObject>()

/** An object of a type with nothing in it. */
export function emptyObject(type: string): KubeObject {
  if (type === '') return { metadata: {} }
  let empty = empties.get(type)
  if (empty === undefined) {
    empty = decode({}, type, { strictness: 'Ignore' }).object as unknown as KubeObject
    empties.set(type, empty)
  }
  return empty
}

/** Sets the managedFields of an object that is to be created. */
export function trackCreate(context: RequestContext, object: KubeObject): void {
  trackUpdate(context, object, emptyObject(context.info.type))
}

/** Sets the managedFields of an object that is to take the place of `live`. */
export function trackUpdate(context: RequestContext, object: KubeObject, live: KubeObject): void {
  trackAs(context, object, live)
}

/** The same for what a subresource shows in another form. */
export function trackAs(
  context: RequestContext,
  object: KubeObject,
  live: KubeObject,
  form: Partial<Pick<Writer, 'apiVersion' | 'shape' | 'reset' | 'knows'>> = {},
): void {
  const untouched = isUntouched(context, object, live)
  if (untouched && trackStored(object, live, { ...writerOf(context, managerOf(context)), ...form })) return
  const managed = untouched ? storedEntries(live.metadata.managedFields) : claimed(object, live)
  if (managed.size > 0 || !live.metadata.uid) {
    try {
      const changed = noteUpdate(managed, live, object, { ...writerOf(context, managerOf(context)), ...form })
      object.metadata.managedFields = !changed && untouched ? live.metadata.managedFields : encodeEntries(managed)
    } catch (problem) {
      if (!(problem instanceof TypedProblem)) throw problem
      object.metadata.managedFields = undefined
    }
  } else object.metadata.managedFields = undefined
  if (object.metadata.managedFields === undefined) delete object.metadata.managedFields
}

/** The same for the list that is stored, where it has no more owners than are kept apart; false where it has. */
function trackStored(object: KubeObject, live: KubeObject, writer: Writer): boolean {
  const { managedFields: stored = [], uid } = live.metadata
  let entries: readonly ManagedFieldsEntry[] | undefined = NOBODY
  if (stored.length > 0 || !uid) {
    try {
      entries = updatedEntries(stored, live, object, writer)
    } catch (problem) {
      if (!(problem instanceof TypedProblem)) throw problem
    }
  }
  if (entries === undefined) return false
  if (entries.length === 0) delete object.metadata.managedFields
  else object.metadata.managedFields = entries as ManagedFieldsEntry[]
  return true
}

const NOBODY: readonly ManagedFieldsEntry[] = []

/** A client may send an empty list to have all ownership forgotten; decoding drops it, so it is put back from the body. */
export function keepReset(object: KubeObject, body: unknown): void {
  const owners = (body as { metadata?: { managedFields?: unknown } } | undefined)?.metadata?.managedFields
  if (Array.isArray(owners) && owners.length === 0) object.metadata.managedFields = []
}

/** Whether the stored list counts: the client sent it back as it was or sent none, or came through a subresource. */
function isUntouched({ subresource }: RequestContext, { metadata }: KubeObject, live: KubeObject): boolean {
  if (subresource !== '') return true
  return metadata.managedFields === undefined || sameEntries(metadata.managedFields, live.metadata.managedFields)
}

/** The owners a client's own list names, where it says something that can be read. */
function claimed({ metadata }: KubeObject, live: KubeObject): Managed {
  if (isReset(metadata.managedFields)) return new Map()
  const managed = givenEntries(metadata.managedFields)
  return managed === undefined || managed.size === 0 ? storedEntries(live.metadata.managedFields) : managed
}

function writerOf(context: RequestContext, manager: string): Writer {
  const { info, subresource } = context
  return {
    manager,
    apiVersion: info.apiVersion,
    subresource,
    time: context.forKinds.now,
    shape: shapeOfResource(info),
    reset: resetFields(info, subresource),
    knows: (apiVersion) =>
      apiVersion === info.apiVersion ||
      typeOfKind(apiVersion, info.kind) !== undefined ||
      context.parts.resources.byKind(apiVersion, info.kind) !== undefined,
  }
}

/** What the client calls itself: the fieldManager it names, else its user agent up to the slash. */
function managerOf({ fieldManager, request }: RequestContext): string {
  if (fieldManager !== '') return fieldManager
  const agent = request.userAgent
  if (agent === undefined) return (request.path === '' && componentOf(request.user.name)) || UNKNOWN
  const slash = agent.indexOf('/')
  const name = (slash < 0 ? agent : agent.slice(0, slash)).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '')
  let length = 0
  let kept = ''
  for (const character of name) {
    length += Buffer.byteLength(character)
    if (length > MANAGER_MAX_LENGTH) break
    kept += character
  }
  return kept || UNKNOWN
}

/** The user agents of what runs inside the cluster. */
function componentOf(user: string): string {
  if (user === 'system:kube-scheduler') return 'kube-scheduler'
  if (user === 'system:kube-controller-manager' || user.startsWith('system:serviceaccount:kube-system:'))
    return 'kube-controller-manager'
  if (user === 'system:apiserver') return 'kube-apiserver'
  return user.startsWith('system:node:') ? 'kubelet' : ''
}

/** What applying gives: the new object as plain JSON, not yet decoded, and its owners; `same` when it is the live one. */
export interface ApplyResult {
  readonly object: unknown
  readonly same: boolean
  readonly managedFields: ReturnType<typeof encodeEntries>
}

/** Applies a configuration (already known to fit its type) to the live object; throws the 409 of a conflict. */
export function applyTo(
  context: RequestContext,
  live: KubeObject,
  configuration: unknown,
  force: boolean,
): ApplyResult {
  const managed = storedEntries(live.metadata.managedFields)
  const { managedFields: _, ...metadata } = live.metadata
  const bare = { ...live, metadata }
  const { fieldManager } = context
  if (managed.size === 0)
    noteUpdate(managed, emptyObject(context.info.type), bare, writerOf(context, BEFORE_FIRST_APPLY))
  const writer = writerOf(context, fieldManager)
  let applied = tryApply(managed, bare, configuration, writer, force)
  if (applied.conflicts !== undefined && fieldManager === KUBECTL) {
    const left = allowedByLastApplied(writer, bare, applied.conflicts)
    if (left.length > 0) throw conflictError(left)
    applied = tryApply(managed, bare, configuration, writer, true)
  }
  if (applied.conflicts !== undefined) throw conflictError(applied.conflicts)
  const same = applied.object === undefined
  const object = (same ? bare : applied.object) as KubeObject
  const managedFields = encodeEntries(managed)
  const text = fieldManager === KUBECTL ? lastAppliedOf(object, configuration) : undefined
  if (text === undefined) return { object, same, managedFields }
  return {
    object: { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...text } } },
    same: false,
    managedFields,
  }
}

function tryApply(managed: Managed, live: KubeObject, configuration: unknown, writer: Writer, force: boolean): Applied {
  try {
    return noteApply(managed, live, configuration, writer, force)
  } catch (problem) {
    if (problem instanceof TypedProblem) throw new StatusError(500, '', `failed to merge config: ${problem.message}`)
    throw problem
  }
}
