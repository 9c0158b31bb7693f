// PUT and the second half of PATCH: a new object takes the place of the stored one, whole or through a subresource.
// Upstream: handlers/update.go, registry/generic/registry/store.go Update, registry/rest/update.go BeforeUpdate.
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { conditionalUpdateOnly, createOnUpdate, storagePrefix } from '../../data/registry-traits.ts'
import type { UpdateRules } from '../../kinds/contract.ts'
import {
  METADATA,
  validateObjectMeta,
  validateObjectMetaUpdate,
  validatePathSegmentName,
} from '../../kinds/lib/validation/metadata.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { writeAlongside } from '../alongside.ts'
import { auditObject } from '../audit/serve.ts'
import { attributesOf as askedOf, judge } from '../authorization.ts'
import { decodeAs } from '../body.ts'
import type { RequestContext } from '../context.ts'
import { sameButTimes } from '../managed-fields/entries.ts'
import { emptyObject, keepReset, trackUpdate } from '../managed-fields/manager.ts'
import { dedupOwnerReferences, matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { badRequest, conflict, invalid, notFound, StatusError } from '../status/status-error.ts'
import { foresee, fromStored, kindOf, qualifiedKind, qualifiedResource, storedKey, toStored } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { finishCreate, guard, insert } from './create.ts'
import { removeFinalized } from './delete.ts'

const VERSION = /^\d+$/
const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again'

/** PUT on an object or on a subresource that holds the whole object. */
export function update(context: RequestContext): ServerResponse {
  readWriteOptions(context, 'UpdateOptions')
  const { info, request } = context
  const object = decodeAs(context, request.body, info.type, info.apiVersion, info.kind, request.duplicates)
  kindOf(context)?.defaults?.(object)
  matchNamespace(object, context)
  checkName(object, context)
  auditObject(context, object)
  dedupOwnerReferences(object, context)
  keepReset(object, request.body)
  return replace(
    context,
    (old) => {
      trackUpdate(context, object, old)
      return object
    },
    createOnUpdate.has(info.key),
    object.metadata.uid,
  )
}

/**
 * Takes what `make` returns (given the stored object, which it must not change) in place of the stored object; with `creates`
 * an absent object is made from an empty one. `uid` is whom a PUT means; a patch may name another, which then may not change.
 */
export function replace(
  context: RequestContext,
  make: (old: KubeObject) => KubeObject,
  creates = false,
  uid?: string,
): ServerResponse {
  const { parts, name } = context
  const namespace = context.info.namespaced ? context.namespace : ''
  const stored = parts.store.get(storedKey(context), namespace, name)
  if (stored === undefined && (context.subresource !== '' || !creates)) throw notFound(qualifiedResource(context), name)
  if (uid && uid !== stored?.metadata.uid) throw otherUid(context, uid, stored?.metadata.uid)
  if (stored === undefined) return createInstead(context, make)
  const old = fromStored(context, stored)
  const object = make(old)
  const attributes = attributesOf(context, 'UPDATE', object, old, name)
  admit(context, parts.admission, attributes)
  guard(context, object, old)
  checkPreconditions(context, object, old)
  if (context.subresource === '') kindOf(context)?.begin?.(object, old, context.forKinds)
  beforeUpdate(context, object, old)
  foresee(context, object)
  validateAdmission(context, parts.admission, attributes)
  if (shouldDelete(context, object, old))
    return { code: 200, body: removeFinalized(context, object), warnings: context.warnings }
  delete object.metadata.selfLink
  if (unchanged(object, old)) return { code: 200, body: old, warnings: context.warnings }
  if (context.dryRun) return { code: 200, body: object, warnings: context.warnings }
  const written = parts.store.put(storedKey(context), toStored(context, object), context.user.name)
  writeAlongside(context, written, old)
  return { code: 200, body: fromStored(context, written), warnings: context.warnings }
}

/** ShouldDeleteDuringUpdate: the last finalizer of an object that is being deleted went with this write. */
function shouldDelete(context: RequestContext, object: KubeObject, { metadata }: KubeObject): boolean {
  if (object.metadata.finalizers?.length || !metadata.deletionTimestamp || metadata.deletionGracePeriodSeconds)
    return false
  return !kindOf(context)?.deletion?.holds(object)
}

/** The same object again; times of owners alone are no change and stay as they were. */
function unchanged(object: KubeObject, old: KubeObject): boolean {
  if (!sameButTimes(object.metadata.managedFields, old.metadata.managedFields)) return false
  const { managedFields } = object.metadata
  object.metadata.managedFields = old.metadata.managedFields
  if (deepEqual(object, old)) return true
  object.metadata.managedFields = managedFields
  return false
}

function createInstead(context: RequestContext, make: (old: KubeObject) => KubeObject): ServerResponse {
  const { parts, name, info } = context
  const object = make(emptyObject(info.type))
  const attributes = attributesOf(context, 'CREATE', object, undefined, name)
  admit(context, parts.admission, attributes)
  guard(context, object, undefined)
  finishCreate(context, object)
  foresee(context, object)
  // Who may change things need not be allowed to make them (withAuthorization in handlers/update.go).
  const refused = judge(parts.authorizer, { ...askedOf(context.request, context), verb: 'create' })
  if (refused !== undefined) throw refused
  validateAdmission(context, parts.admission, attributes)
  return { code: 201, body: insert(context, object), warnings: context.warnings }
}

/** The name in the object must be the one in the path. */
export function checkName(object: KubeObject, { name }: RequestContext): void {
  if (!object.metadata.name)
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  if (object.metadata.name !== name)
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`)
}

/** What the storage says where an object's uid is not the one that was asked for. */
export function otherUid(context: RequestContext, uid: string, is = ''): StatusError {
  const { info, name, namespace } = context
  // What is only tried never gets as far as the storage's prefix.
  const key = `${context.dryRun ? '' : '/registry'}/${storagePrefix(info)}/${info.namespaced ? `${namespace}/` : ''}${name}`
  return conflict(
    qualifiedResource(context),
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${is}`,
  )
}

function checkPreconditions(context: RequestContext, { metadata }: KubeObject, old: KubeObject): void {
  const { info, name } = context
  if (metadata.resourceVersion) {
    if (!VERSION.test(metadata.resourceVersion))
      throw new StatusError(500, '', `strconv.ParseUint: parsing ${quote(metadata.resourceVersion)}: invalid syntax`)
    if (metadata.resourceVersion !== old.metadata.resourceVersion)
      throw conflict(qualifiedResource(context), name, MODIFIED)
    return
  }
  if (info.custom !== undefined || conditionalUpdateOnly.has(info.key)) {
    const errors = new FieldErrors()
    errors.invalid('metadata.resourceVersion', 0, 'must be specified for an update')
    throw invalid({ group: info.group, name: info.resource }, name, errors)
  }
  metadata.resourceVersion = old.metadata.resourceVersion
}

function beforeUpdate(context: RequestContext, object: KubeObject, old: KubeObject): void {
  const before = old.metadata
  matchNamespace(object, context)
  if (before.generation === undefined) delete object.metadata.generation
  else object.metadata.generation = before.generation
  const kind = kindOf(context)
  const rules: UpdateRules<KubeObject> | undefined =
    context.subresource === '' ? kind?.update : kind?.subresources?.[context.subresource]
  if (rules?.prepare !== undefined) rules.prepare(object, old, context.forKinds)
  else if (context.subresource === 'status') keepAllButStatus(object, old)
  else if (context.subresource === '') keepStatus(object, old, context)
  // Preparation may have put other metadata in place.
  const { metadata } = object
  metadata.uid ??= before.uid
  if (before.creationTimestamp) metadata.creationTimestamp = before.creationTimestamp
  if (before.deletionTimestamp) metadata.deletionTimestamp = before.deletionTimestamp
  metadata.deletionGracePeriodSeconds ??= before.deletionGracePeriodSeconds
  if (metadata.deletionGracePeriodSeconds === undefined) delete metadata.deletionGracePeriodSeconds
  const errors = new FieldErrors()
  validateObjectMeta(
    metadata,
    { namespaced: context.info.namespaced, name: validatePathSegmentName },
    METADATA,
    errors,
    before,
  )
  validateObjectMetaUpdate(metadata, before, errors)
  rules?.validate?.(object, old, errors, context.forKinds)
  if (errors.length > 0) throw invalid(qualifiedKind(context), metadata.name ?? '', errors)
  for (const warning of rules?.warnings?.(object, old, context.forKinds) ?? []) context.warn(warning)
  kind?.decorate?.(object)
}

/** A kind without rules of its own: its status door changes nothing else. */
function keepAllButStatus(object: KubeObject, old: KubeObject): void {
  const fields = object as unknown as Record<string, unknown>
  const before = old as unknown as Record<string, unknown>
  for (const field of new Set([...Object.keys(fields), ...Object.keys(before)])) {
    if (field === 'status' || field === 'metadata') continue
    if (before[field] === undefined) delete fields[field]
    else fields[field] = before[field]
  }
}

/** … and its main door does not change the status, and counts generations where the object has one. */
function keepStatus(object: KubeObject, old: KubeObject, context: RequestContext): void {
  if (!context.info.subresources.has('status')) return
  const fields = object as unknown as Record<string, unknown>
  const before = old as unknown as Record<string, unknown>
  if (before['status'] === undefined) delete fields['status']
  else fields['status'] = before['status']
  if (old.metadata.generation !== undefined && !deepEqual(fields['spec'], before['spec']))
    object.metadata.generation = old.metadata.generation + 1
}
