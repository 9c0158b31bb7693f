// DELETE: preconditions, grace, finalizers, propagation, and what is answered.
// Upstream: handlers/delete.go, registry/generic/registry/store.go Delete, registry/rest/delete.go BeforeDelete.
import type { DeleteOptions } from '../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import { orphanByDefault, returnDeletedObject, withoutGarbageCollection } from '../../data/registry-traits.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { writeAlongside } from '../alongside.ts'
import { auditOptions } from '../audit/serve.ts'
import { decode } from '../codec/decode.ts'
import { readHead } from '../codec/decode-body.ts'
import type { RequestContext } from '../context.ts'
import { validateDryRun } from '../options.ts'
import { queryFlag, queryNumber } from '../query.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { badRequest, conflict, forbidden, invalid, type Status, success } from '../status/status-error.ts'
import { existing, foresee, fromStored, kindOf, qualifiedResource, storedKey, toStored } from '../stored.ts'
import type { KubeObject } from '../types.ts'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'
const POLICIES = ['Background', 'Foreground', 'Orphan']

/** Deletes one object, now or in time. */
export function remove(context: RequestContext): ServerResponse {
  const options = readDeleteOptions(context)
  auditOptions(context)
  warnOfDeletion(context, options)
  const fixed = kindOf(context)?.undeletable?.(context.name)
  if (fixed !== undefined) throw forbidden(qualifiedResource(context), context.name, fixed)
  const old = existing(context)
  const outcome = removeObject(context, old, options)
  const accepted = !outcome.done && options.orphanDependents === false
  return { code: accepted ? 202 : 200, body: answer(context, outcome.object, outcome.done), warnings: context.warnings }
}

/** What the kind says of deleting its objects so. */
export function warnOfDeletion(context: RequestContext, options: DeleteOptions): void {
  for (const warning of kindOf(context)?.warningsOnDelete?.(options) ?? []) context.warn(warning)
}

const OPTIONS_VERSION = 'meta.k8s.io/v1'
const OPTIONS: ReadonlySet<string> = new Set(['GetOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions'])
const SCHEME = 'k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27'

/** Decoded by a scheme of its own that knows only the options; unknown fields do not matter. */
function decodeDeleteOptions(body: unknown): DeleteOptions {
  const head = readHead(body)
  if ('error' in head) throw badRequest(head.error)
  const { kind = '' } = head
  const apiVersion = head.apiVersion || OPTIONS_VERSION
  // Its own kind is taken for what it is in any version.
  if (kind !== '' && kind !== 'DeleteOptions') {
    if (apiVersion === OPTIONS_VERSION && OPTIONS.has(kind))
      throw badRequest(`converting (v1.${kind}) to (v1.DeleteOptions): unknown conversion`)
    throw badRequest(`no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme ${quote(SCHEME)}`)
  }
  const decoded = decode(body, 'meta.v1.DeleteOptions', { strictness: 'Ignore' })
  if (decoded.error !== undefined) throw badRequest(decoded.error)
  return decoded.object as unknown as DeleteOptions
}

/** DeleteOptions from the body or the query, validated. */
export function readDeleteOptions(context: RequestContext): DeleteOptions {
  const { request } = context
  const query = request.query ?? {}
  const body = request.body
  const options = (body === undefined ? {} : decodeDeleteOptions(body)) as DeleteOptions
  if (body === undefined) {
    const { gracePeriodSeconds, propagationPolicy, orphanDependents, dryRun } = query
    if (gracePeriodSeconds !== undefined) options.gracePeriodSeconds = queryNumber(gracePeriodSeconds)
    if (orphanDependents !== undefined) options.orphanDependents = queryFlag(orphanDependents)
    if (propagationPolicy !== undefined) options.propagationPolicy = propagationPolicy
    if (dryRun !== undefined) options.dryRun = [dryRun]
    const { uid, resourceVersion } = query
    if (uid !== undefined || resourceVersion !== undefined) options.preconditions = { uid, resourceVersion }
  }
  const dryRun = options.dryRun ?? []
  const errors = new FieldErrors()
  if (options.propagationPolicy !== undefined && options.orphanDependents !== undefined) {
    errors.invalid(
      'propagationPolicy',
      options.propagationPolicy,
      'orphanDependents and deletionPropagation cannot be both set',
    )
  }
  if (options.propagationPolicy !== undefined && !POLICIES.includes(options.propagationPolicy)) {
    errors.notSupported('propagationPolicy', options.propagationPolicy, ['Foreground', 'Background', 'Orphan', 'nil'])
  }
  validateDryRun(dryRun, errors)
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', name: 'DeleteOptions' }, '', errors)
  context.dryRun = dryRun.length > 0
  return options
}

interface Outcome {
  readonly object: KubeObject
  /** Gone from the store (or would be). */
  readonly done: boolean
  /** Was being deleted already. */
  readonly pending?: boolean
}

/** The whole decision for one object; plugins are not asked about what follows from a request they were asked about. */
export function removeObject(
  context: RequestContext,
  old: KubeObject,
  options: DeleteOptions,
  asksPlugins = true,
): Outcome {
  const { parts } = context
  const attributes = attributesOf(context, 'DELETE', undefined, old, old.metadata.name ?? '')
  checkPreconditions(context, old, options)
  const object: KubeObject = { ...old, metadata: { ...old.metadata } }
  const held = kindOf(context)?.deletion
  if (held?.holds(old)) return hold(context, object, options, held.mark)
  const grace = beforeDelete(context, object, options)
  if (grace === 'pending') return { object: old, done: false, pending: true }
  foresee(context, old)
  if (asksPlugins) {
    admit(context, parts.admission, attributes)
    validateAdmission(context, parts.admission, attributes)
  }
  setGarbageCollectionFinalizers(context, object, options)
  const pendingFinalizers = (object.metadata.finalizers?.length ?? 0) > 0
  if (grace === 'none' && pendingFinalizers) {
    markAsDeleting(context, object)
    return { object: write(context, object), done: false }
  }
  if (grace !== 'none' && (pendingFinalizers || grace > 0)) return { object: write(context, object), done: false }
  if (context.dryRun) return { object, done: true }
  return { object: removeFinalized(context, object), done: true }
}

/** A namespace: only marked, its controller removes it when it is empty. */
function hold(
  context: RequestContext,
  object: KubeObject,
  options: DeleteOptions,
  mark: (object: KubeObject) => void,
): Outcome {
  if (object.metadata.deletionTimestamp) return { object, done: false, pending: true }
  const attributes = attributesOf(context, 'DELETE', undefined, object, object.metadata.name ?? '')
  admit(context, context.parts.admission, attributes)
  validateAdmission(context, context.parts.admission, attributes)
  object.metadata.deletionTimestamp = formatTime(context.time)
  setGarbageCollectionFinalizers(context, object, options)
  mark(object)
  return { object: write(context, object), done: false }
}

function checkPreconditions(context: RequestContext, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const { info } = context
  const own = kindOf(context)?.deletion?.refusal
  const about = own === undefined ? { group: info.group, name: info.kind } : qualifiedResource(context)
  if (preconditions?.uid !== undefined && preconditions.uid !== metadata.uid) {
    throw conflict(
      about,
      metadata.name ?? '',
      own?.('UID', preconditions.uid, metadata.uid) ??
        `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    )
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      about,
      metadata.name ?? '',
      own?.('ResourceVersion', preconditions.resourceVersion, metadata.resourceVersion) ??
        `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    )
  }
}

/** BeforeDelete: the grace period in seconds that was set, none for kinds (or states) without one, pending when nothing changes. */
function beforeDelete(
  context: RequestContext,
  object: KubeObject,
  options: DeleteOptions,
): number | 'none' | 'pending' {
  const { metadata } = object
  const kind = kindOf(context)
  if (options.gracePeriodSeconds !== undefined && options.gracePeriodSeconds < 0) options.gracePeriodSeconds = 1
  if (kind?.gracefulDelete === undefined) return 'none'
  if (metadata.deletionTimestamp) return shortenGrace(context, object, options)
  const grace = kind.gracefulDelete(object, options.gracePeriodSeconds, context.forKinds)
  if (grace === undefined) return 'none'
  metadata.deletionTimestamp = formatTime(context.time + grace * 1000)
  metadata.deletionGracePeriodSeconds = grace
  if (metadata.generation) metadata.generation++
  return grace
}

function shortenGrace(
  context: RequestContext,
  { metadata }: KubeObject,
  options: DeleteOptions,
): number | 'none' | 'pending' {
  const current = metadata.deletionGracePeriodSeconds ?? 0
  if (current === 0) return 'none'
  let period = options.gracePeriodSeconds
  if (period === undefined || period >= current) return 'pending'
  let at = parseTime(metadata.deletionTimestamp ?? '') - current * 1000 + period * 1000
  if (at < context.time) {
    at = context.time
    if (period !== 0) period = 1
  }
  metadata.deletionTimestamp = formatTime(at)
  metadata.deletionGracePeriodSeconds = period
  return period
}

/** deletionFinalizersForGarbageCollection. */
function setGarbageCollectionFinalizers(
  { info }: RequestContext,
  { metadata }: KubeObject,
  options: DeleteOptions,
): void {
  if (withoutGarbageCollection.has(info.key)) return
  const before = metadata.finalizers ?? []
  const after = before.filter((f) => f !== ORPHAN && f !== FOREGROUND)
  if (shouldOrphan(info.key, before, options)) after.push(ORPHAN)
  if (shouldWaitForDependents(before, options)) after.push(FOREGROUND)
  if (after.length === before.length && after.every((f) => before.includes(f))) return
  if (after.length > 0) metadata.finalizers = after
  else delete metadata.finalizers
}

function shouldOrphan(
  key: string,
  finalizers: readonly string[],
  { orphanDependents, propagationPolicy }: DeleteOptions,
): boolean {
  if (orphanDependents !== undefined) return orphanDependents
  if (propagationPolicy !== undefined) return propagationPolicy === 'Orphan'
  const said = finalizers.find((f) => f === ORPHAN || f === FOREGROUND)
  return said === undefined ? orphanByDefault.has(key) : said === ORPHAN
}

function shouldWaitForDependents(
  finalizers: readonly string[],
  { orphanDependents, propagationPolicy }: DeleteOptions,
): boolean {
  if (orphanDependents !== undefined) return false
  if (propagationPolicy !== undefined) return propagationPolicy === 'Foreground'
  return finalizers.find((f) => f === ORPHAN || f === FOREGROUND) === FOREGROUND
}

function markAsDeleting(context: RequestContext, { metadata }: KubeObject): void {
  if (!metadata.deletionTimestamp && metadata.generation) metadata.generation++
  if (!metadata.deletionTimestamp || parseTime(metadata.deletionTimestamp) > context.time)
    metadata.deletionTimestamp = formatTime(context.time)
  metadata.deletionGracePeriodSeconds = 0
}

function write(context: RequestContext, object: KubeObject): KubeObject {
  if (context.dryRun) return object
  const before = context.parts.store.get(
    storedKey(context),
    object.metadata.namespace ?? '',
    object.metadata.name ?? '',
  )
  if (deepEqual(before, toStored(context, object))) return object
  return fromStored(context, context.parts.store.put(storedKey(context), toStored(context, object), context.user.name))
}

/** Takes an object whose last finalizer is gone out of the store. */
export function removeFinalized(context: RequestContext, object: KubeObject): KubeObject {
  const last: KubeObject = { ...object, metadata: { ...object.metadata } }
  if (context.dryRun) return last
  context.parts.store.remove(storedKey(context), toStored(context, last), context.user.name)
  writeAlongside(context, undefined, last)
  return last
}

function answer(context: RequestContext, object: KubeObject, done: boolean): KubeObject | Status {
  if (!done || returnDeletedObject.has(context.info.key)) return object
  const { name: resource, group } = qualifiedResource(context)
  return success({
    name: object.metadata.name ?? '',
    ...(group ? { group } : {}),
    kind: resource,
    ...(object.metadata.uid ? { uid: object.metadata.uid } : {}),
  })
}
