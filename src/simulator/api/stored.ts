// Between what a request sees and what the store holds: the same, but for kinds that are another version's view of one kind.
import type { AnyKind } from '../kinds/contract.ts'
import type { RequestContext } from './context.ts'
import type { Qualified } from './status/status-error.ts'
import { notFound, StatusError } from './status/status-error.ts'
import type { KubeObject, ResourceKey } from './types.ts'

/** The rules of the requested kind, where it has any. */
export const kindOf = (context: RequestContext): AnyKind | undefined =>
  context.info.custom?.kind ?? context.parts.kinds.get(`${context.info.apiVersion}/${context.info.kind}`)

export const qualifiedResource = ({ info }: RequestContext): Qualified => ({ group: info.group, name: info.resource })

/** Refusals of another version's view speak of the kind that is stored: upstream judges the internal object. */
export function qualifiedKind(context: RequestContext): Qualified {
  const stored = kindOf(context)?.storedAs?.resource
  const { group, kind } = (stored === undefined ? undefined : context.parts.resources.byKey(stored)) ?? context.info
  return { group, name: kind }
}

/** Where the kind's objects are kept. */
export const storedKey = (context: RequestContext): ResourceKey =>
  kindOf(context)?.storedAs?.resource ?? context.info.key

/** The stored object as the requested version shows it. */
export function fromStored(context: RequestContext, object: KubeObject): KubeObject {
  const storedAs = kindOf(context)?.storedAs
  return storedAs === undefined ? object : storedAs.fromStored(object)
}

/** The requested version's object as it is stored. */
export function toStored(context: RequestContext, object: KubeObject): KubeObject {
  const storedAs = kindOf(context)?.storedAs
  return storedAs === undefined ? object : storedAs.toStored(object)
}

/**
 * Where versions of a custom resource are made of each other by somebody outside of the cluster, that one is asked for all that a write
 * needs before anything is written; what is wrong with an answer shows where it is needed.
 */
export function foresee(context: RequestContext, object: KubeObject): void {
  if (context.parts.outside === undefined || context.info.custom === undefined) return
  try {
    fromStored(context, toStored(context, object))
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
  }
}

/** The object a request names, in the requested version; refuses when it is not there. */
export function existing(context: RequestContext): KubeObject {
  const object = context.parts.store.get(
    storedKey(context),
    context.info.namespaced ? context.namespace : '',
    context.name,
  )
  if (object === undefined) throw notFound(qualifiedResource(context), context.name)
  return fromStored(context, object)
}
