// GET, PUT and PATCH of `scale`: an object's replicas as an autoscaling/v1 Scale. What is written goes through the object's own
// main door. Upstream: ScaleREST and scaleUpdatedObjectInfo in pkg/registry/apps/deployment/storage/storage.go (and its twins).
// Ownership crosses over both ways (managed-fields/scale.ts), so that a Scale can be applied, too.
import type { Scale } from '../../../generated/api/autoscaling.v1.ts'
import { quote } from '../../../model/quote.ts'
import { METADATA, validateCoreObjectMeta, validateNonnegativeField } from '../../kinds/lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../kinds/lib/validation/names.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { auditObject } from '../audit/serve.ts'
import { decodeAs } from '../body.ts'
import { RequestContext } from '../context.ts'
import type { FieldTree } from '../managed-fields/field-set.ts'
import { ownersAfter, SPEC_REPLICAS, trackScale, withOwners } from '../managed-fields/scale.ts'
import { dedupOwnerReferences, matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import { APPLY_PATCH, appliedObject } from '../patch/apply-configuration.ts'
import { JSON_PATCH, MERGE_PATCH, patchedObject, STRATEGIC_PATCH } from '../patch/patched.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { Path } from '../status/path.ts'
import {
  badRequest,
  conflict,
  internalError,
  invalid,
  methodNotSupported,
  StatusError,
  unsupportedMediaType,
} from '../status/status-error.ts'
import { existing, qualifiedResource } from '../stored.ts'
import type { KubeObject, ResourceInfo } from '../types.ts'
import { checkName, otherUid, replace } from '../verbs/update.ts'

/** How an object's scale is read and written. */
export interface ScaleView {
  /** undefined: a custom resource that has none. */
  spec(object: KubeObject): number | undefined
  status(object: KubeObject): { readonly replicas: number; readonly selector: string }
  /** A copy of the object with other replicas. */
  withReplicas(object: KubeObject, replicas: number): KubeObject
  /** Where the object has its replicas, for ownership. */
  readonly path: FieldTree
  /** Of a custom resource where its definition says they are; the resource's own rules judge them there. */
  readonly customPath?: string
}

const TYPE = 'autoscaling.v1.Scale'
const API_VERSION = 'autoscaling/v1'
const REPLICAS = Path.of('spec', 'replicas')
const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const PATCHES = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH]
const CUSTOM_PATCHES = PATCHES.filter((type) => type !== STRATEGIC_PATCH)
/** Replicas that were never set, while they are being changed: the smallest int32. */
const ABSENT = -2_147_483_648

/** Serves `scale` of a resource. */
export const serveScale =
  (view: ScaleView) =>
  (context: RequestContext): ServerResponse => {
    const { method } = context.request
    if (method === 'GET') return { code: 200, body: shownScale(context, view), warnings: context.warnings }
    if (method === 'PUT') return put(context, view)
    if (method === 'PATCH') return patch(context, view)
    throw methodNotSupported(qualifiedResource(context), method.toLowerCase())
  }

function shownScale(context: RequestContext, view: ScaleView): Scale {
  const object = existing(context)
  if (view.spec(object) === undefined)
    throw internalError(`the spec replicas field ${quote(view.customPath ?? '')} does not exist`)
  return scaleOf(object, view)
}

/** The Scale of an object. */
export function scaleOf(object: KubeObject, view: ScaleView, otherwise = 0): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const replicas = view.spec(object) ?? otherwise
  const status = view.status(object)
  return {
    kind: 'Scale',
    apiVersion: API_VERSION,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: status.selector === '' ? { replicas: status.replicas } : status,
  }
}

/** The same request with a Scale for a body. */
function asScale(context: RequestContext): RequestContext {
  const { parts, request, namespace, name, subresource } = context
  // A Scale is built in, also a custom resource's.
  const { custom: _, ...parent } = context.info
  const info: ResourceInfo = { ...parent, apiVersion: API_VERSION, kind: 'Scale', type: TYPE }
  return new RequestContext(parts, request, { info, namespace, name, subresource })
}

function put(context: RequestContext, view: ScaleView): ServerResponse {
  const scaling = asScale(context)
  readWriteOptions(scaling, 'UpdateOptions')
  const { body, duplicates } = context.request
  const scale = decodeAs(scaling, body, TYPE, API_VERSION, 'Scale', duplicates)
  auditObject(context, scale)
  return rescale(context, scaling, view, () => scale)
}

function patch(context: RequestContext, view: ScaleView): ServerResponse {
  const type = (context.request.contentType ?? '').split(';', 1)[0] ?? ''
  if (!PATCHES.includes(type)) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (view.customPath !== undefined && type === STRATEGIC_PATCH) throw unsupportedMediaType(CUSTOM_PATCHES)
  const scaling = asScale(context)
  readWriteOptions(scaling, 'PatchOptions', type === APPLY_PATCH)
  context.request.audited?.requestPatch(context.request.body)
  if (type === APPLY_PATCH) return rescale(context, scaling, view, (old) => appliedObject(scaling, old), true)
  return rescale(context, scaling, view, (old) => patchedObject(scaling, type, old))
}

/** Existing object → its Scale → the new Scale → the new object, which is then updated as any other. */
function rescale(
  context: RequestContext,
  scaling: RequestContext,
  view: ScaleView,
  make: (old: KubeObject) => KubeObject,
  applies = false,
): ServerResponse {
  const parent = existing(context)
  const { apiVersion } = context.info
  const shown = scaleOf(parent, view, ABSENT)
  const before = withOwners(parent, view.path, apiVersion, shown)
  const scale = make(before) as KubeObject & Scale
  matchNamespace(scale, context)
  checkName(scale, context)
  dedupOwnerReferences(scale, scaling)
  context.dryRun = scaling.dryRun
  context.fieldManager = scaling.fieldManager
  const attributes = attributesOf(context, 'UPDATE', scale, before, context.name)
  admit(context, context.parts.admission, attributes)
  if (view.customPath === undefined) validateScale(context, scale)
  else if (scale.spec.replicas === ABSENT)
    throw badRequest(`the spec replicas field ${quote(view.customPath)} cannot be empty`)
  checkUid(context, scale, parent)
  validateAdmission(context, context.parts.admission, attributes)
  const object = view.withReplicas(parent, scale.spec.replicas ?? 0)
  const { resourceVersion } = scale.metadata
  const managedFields = applies
    ? ownersAfter(parent, view.path, apiVersion, scale)
    : trackScale(context, parent, view.path, before, scale)
  object.metadata = { ...parent.metadata, resourceVersion, managedFields }
  if (managedFields === undefined) delete object.metadata.managedFields
  const main = mainDoor(context)
  const { code, body } = replace(main, () => object)
  return { code, body: scaleOf(body as KubeObject, view), warnings: [...scaling.warnings, ...main.warnings] }
}

/** The request as a write of the object itself, which admission has already passed as a Scale. */
function mainDoor(context: RequestContext): RequestContext {
  const { parts, request, info, namespace, name } = context
  const main = new RequestContext({ ...parts, admission: [] }, request, { info, namespace, name, subresource: '' })
  main.dryRun = context.dryRun
  main.fieldManager = context.fieldManager
  return main
}

function validateScale(context: RequestContext, scale: Scale): void {
  const errors = new FieldErrors()
  validateCoreObjectMeta(scale.metadata, META_RULES, METADATA, errors)
  validateNonnegativeField(scale.spec.replicas ?? 0, REPLICAS, errors)
  if (errors.length > 0) throw invalid({ group: 'autoscaling', name: 'Scale' }, context.name, errors)
}

function checkUid(context: RequestContext, scale: Scale, parent: KubeObject): void {
  const { uid } = scale.metadata
  if (!uid || uid === parent.metadata.uid) return
  // Of a PUT the storage is told beforehand what to look for.
  if (context.request.method === 'PUT') throw otherUid(context, uid, parent.metadata.uid)
  const resource = { group: context.info.group, name: `${context.info.resource}/scale` }
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${parent.metadata.uid}`
  throw conflict(resource, context.name, why)
}

/** Objects that have replicas in spec and status, as the built-in ones do. */
interface Scalable extends KubeObject {
  spec: { replicas?: number | undefined }
  status: { replicas?: number | undefined }
}

/** The view of a built-in kind; `selector` gives its selector as text, or throws a refusal. */
export const builtInView = <T extends Scalable>(selector: (object: T) => string): ScaleView => ({
  spec: (object) => (object as T).spec.replicas ?? 0,
  status: (object) => ({ replicas: (object as T).status.replicas ?? 0, selector: selector(object as T) }),
  withReplicas: (object, replicas) => ({ ...object, spec: { ...(object as T).spec, replicas } }) as KubeObject,
  path: SPEC_REPLICAS,
})
