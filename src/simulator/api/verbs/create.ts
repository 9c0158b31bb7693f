// POST: decode, admit, prepare, validate, store. Upstream: apiserver/pkg/endpoints/handlers/create.go and
// registry/generic/registry/store.go Create.
import {
  METADATA,
  validateCoreObjectMeta,
  validateObjectMeta,
  validatePathSegmentName,
} from '../../kinds/lib/validation/metadata.ts'

import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { writeAlongside } from '../alongside.ts'
import { auditObject } from '../audit/serve.ts'
import { decodeAs } from '../body.ts'
import type { RequestContext } from '../context.ts'
import { trackCreate } from '../managed-fields/manager.ts'
import { dedupOwnerReferences, fillSystemFields, matchNamespace, wipeSystemFields } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { alreadyExists, generateNameConflict, invalid, StatusError } from '../status/status-error.ts'
import { foresee, fromStored, kindOf, qualifiedKind, qualifiedResource, storedKey, toStored } from '../stored.ts'
import type { KubeObject } from '../types.ts'

/** Creates an object in a collection. */
export function create(context: RequestContext): ServerResponse {
  readWriteOptions(context, 'CreateOptions')
  const { info, parts, request } = context
  const kind = kindOf(context)
  const object = decodeAs(context, request.body, info.type, info.apiVersion, info.kind, request.duplicates)
  kind?.defaults?.(object)
  wipeSystemFields(object)
  matchNamespace(object, context)
  auditObject(context, object)
  dedupOwnerReferences(object, context)
  trackCreate(context, object)
  const attributes = attributesOf(context, 'CREATE', object, undefined, object.metadata.name ?? '')
  admit(context, parts.admission, attributes)
  if (kind?.review !== undefined) {
    validateAdmission(context, parts.admission, attributes)
    return { code: 201, body: kind.review(object, context.forKinds), warnings: context.warnings }
  }
  guard(context, object, undefined)
  finishCreate(context, object)
  foresee(context, object)
  validateAdmission(context, parts.admission, { ...attributes, name: object.metadata.name ?? '' })
  return { code: 201, body: insert(context, object), warnings: context.warnings }
}

/** What the resource demands of its writers: RBAC's rules against escalation. */
export function guard(context: RequestContext, object: KubeObject, old: KubeObject | undefined): void {
  const judge = context.parts.guards.get(context.info.key)
  judge?.({ user: context.user, namespace: context.namespace, requestName: context.name, object, old })
}

/** BeforeCreate: identity, strategy, validation, warnings. Also used by a PUT that creates. */
export function finishCreate(context: RequestContext, object: KubeObject): void {
  const kind = kindOf(context)
  fillSystemFields(object, context)
  kind?.begin?.(object, undefined, context.forKinds)
  kind?.prepareForCreate?.(object, context.forKinds)
  const errors = judge(context, object)
  if (errors.length > 0) throw invalid(qualifiedKind(context), object.metadata.name ?? '', errors)
  for (const warning of kind?.warningsOnCreate?.(object, context.forKinds) ?? []) context.warn(warning)
  kind?.decorate?.(object)
}

/** All that is wrong with an object that is to be made. */
export function judge(context: RequestContext, object: KubeObject): FieldErrors {
  const errors = new FieldErrors()
  judgeMetadata(context, object, errors)
  kindOf(context)?.validate?.(object, errors, context.forKinds)
  if (errors.length === 0) {
    const rules = { namespaced: context.info.namespaced, name: validatePathSegmentName }
    validateObjectMeta(object.metadata, rules, METADATA, errors)
  }
  return errors
}

/** ValidateObjectMeta in the flavour that the kind's validation uses. */
function judgeMetadata(context: RequestContext, { metadata }: KubeObject, errors: FieldErrors): void {
  const kind = kindOf(context)
  if (kind?.metadata === 'own') return
  if (kind === undefined) return
  const judge = kind.metadata === 'generic' ? validateObjectMeta : validateCoreObjectMeta
  judge(metadata, { namespaced: context.info.namespaced, name: kind.name }, METADATA, errors)
}

/** Writes a new object; with dryRun only says what would be. */
export function insert(context: RequestContext, object: KubeObject): KubeObject {
  const { parts, request } = context
  const name = object.metadata.name ?? ''
  const key = storedKey(context)
  const there = parts.store.get(key, object.metadata.namespace ?? '', name)
  if (there !== undefined) {
    const taken = object.metadata.generateName
      ? generateNameConflict(qualifiedResource(context), name)
      : alreadyExists(qualifiedResource(context), name)
    if (!there.metadata.deletionTimestamp) throw taken
    throw new StatusError(taken.code, taken.reason, `object is being deleted: ${taken.message}`, taken.status.details)
  }
  if (context.dryRun) return object
  if (object.metadata.resourceVersion)
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created')
  const stored = parts.store.put(key, toStored(context, object), request.user.name)
  writeAlongside(context, stored, undefined)
  return fromStored(context, stored)
}
