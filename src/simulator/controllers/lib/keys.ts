// Keys of work queues: `namespace/name`. Upstream: client-go/tools/cache MetaNamespaceKeyFunc.
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'

/** The key of an object. */
export const keyOf = ({ metadata }: { readonly metadata: ObjectMeta }): string =>
  `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/** A key's two halves. */
export function splitKey(key: string): readonly [namespace: string, name: string] {
  const at = key.indexOf('/')
  return [key.slice(0, at), key.slice(at + 1)]
}
