// JSON merge patch, RFC 7396: null removes, objects merge, everything else replaces.
// Upstream: gopkg.in/evanphx/json-patch.v4 merge.go.
import { LazyNode } from './lazy-node.ts'

/** A new value: `target` with `patch`, an object, merged in; neither is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  return merge(new LazyNode(target), new LazyNode(patch)).value()
}

function merge(current: LazyNode, patch: LazyNode): LazyNode {
  const fields = current.doc()
  if (fields === undefined) return prune(patch)
  const changes = patch.doc()
  if (changes === undefined) return patch
  for (const [key, change] of changes) {
    const old = fields.get(key)
    if (change === undefined) fields.delete(key)
    else fields.set(key, old === undefined ? prune(change) : merge(old, change))
  }
  return current
}

/** Drops the nulls of a value that is new. */
function prune(node: LazyNode): LazyNode {
  const fields = node.doc()
  if (fields === undefined) {
    for (const item of node.list() ?? []) if (item !== undefined) prune(item)
    return node
  }
  for (const [key, value] of fields) {
    if (value === undefined) fields.delete(key)
    else prune(value)
  }
  return node
}
