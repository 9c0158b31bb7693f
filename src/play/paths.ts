// Where things are in the API.
import type { KindRef } from '../language/nodes.ts'

/** The path of a kind's list, of one object, or of a subresource of it. */
export function pathOf(kind: KindRef, namespace?: string, name?: string, subresource?: string): string {
  const base = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`
  const dot = kind.key.indexOf('.')
  const resource = dot === -1 ? kind.key : kind.key.slice(0, dot)
  let path =
    kind.namespaced && namespace
      ? `${base}/namespaces/${encodeURIComponent(namespace)}/${resource}`
      : `${base}/${resource}`
  if (name !== undefined) path += `/${encodeURIComponent(name)}`
  return subresource === undefined ? path : `${path}/${subresource}`
}
