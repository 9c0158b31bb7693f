// What the server itself does to metadata on writes. Upstream: apiserver/pkg/registry/rest/{meta,create,update}.go, handlers/rest.go.
import type { OwnerReference } from '../../generated/api/meta.v1.ts'
import { formatTime } from '../../model/time.ts'
import type { RequestContext } from './context.ts'
import { badRequest } from './status/status-error.ts'
import type { KubeObject } from './types.ts'

/** Characters of a generateName that are kept: 63 minus the suffix. */
const MAX_GENERATED_PREFIX = 58
/** maxNameGenerationCreateAttempts of registry/generic/registry/store.go. */
const MAX_GENERATION_ATTEMPTS = 8

/** WipeObjectMetaSystemFields: a client does not choose these. */
export function wipeSystemFields({ metadata }: KubeObject): void {
  delete metadata.uid
  delete metadata.creationTimestamp
  delete metadata.deletionTimestamp
  delete metadata.deletionGracePeriodSeconds
  delete metadata.selfLink
}

/** FillObjectMetaSystemFields, and a name for a generateName. */
export function fillSystemFields({ metadata }: KubeObject, context: RequestContext): void {
  metadata.uid = context.random.uuid()
  metadata.creationTimestamp = formatTime(context.time)
  if (metadata.generateName && !metadata.name) metadata.name = generatedName(metadata.generateName, metadata, context)
}

/** A name nobody has; after so many collisions the last one is kept, and refused. */
function generatedName(
  generateName: string,
  { namespace = '' }: KubeObject['metadata'],
  context: RequestContext,
): string {
  const base = generateName.slice(0, MAX_GENERATED_PREFIX)
  let name = ''
  for (let attempt = 0; attempt < MAX_GENERATION_ATTEMPTS; attempt++) {
    name = base + context.random.suffix()
    if (context.parts.store.get(context.info.key, namespace, name) === undefined) break
  }
  return name
}

/** EnsureObjectNamespaceMatchesRequestNamespace. */
export function matchNamespace({ metadata }: KubeObject, context: RequestContext): void {
  const wanted = context.info.namespaced ? context.namespace : ''
  if ((metadata.namespace ?? '') === wanted) return
  if (!metadata.namespace) metadata.namespace = wanted
  else if (wanted === '') delete metadata.namespace
  else throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
}

/** Repeated owner references are kept once, with a warning. */
export function dedupOwnerReferences({ metadata }: KubeObject, context: RequestContext, when = ''): void {
  const references = metadata.ownerReferences
  if (references === undefined || references.length < 2) return
  const kept: OwnerReference[] = []
  const repeated: string[] = []
  for (const reference of references) {
    if (kept.some((k) => sameReference(k, reference))) repeated.push(reference.uid)
    else kept.push(reference)
  }
  if (repeated.length === 0) return
  metadata.ownerReferences = kept
  context.warn(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`,
  )
}

function sameReference(a: OwnerReference, b: OwnerReference): boolean {
  return (
    a.uid === b.uid &&
    a.name === b.name &&
    a.kind === b.kind &&
    a.apiVersion === b.apiVersion &&
    a.controller === b.controller &&
    a.blockOwnerDeletion === b.blockOwnerDeletion
  )
}
