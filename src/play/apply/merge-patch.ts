// The JSON merge patch of `kubectl apply` for custom kinds. Upstream: jsonmergepatch.CreateThreeWayJSONMergePatch.
import { deepEqual } from '../../model/deep-equal.ts'
import { isMap } from '../compare/path.ts'

type Fields = Record<string, unknown>
type ReadFields = Readonly<Record<string, unknown>>

/** The merge patch that brings `current` to `modified`, given what was applied before; empty when there is nothing to do. */
export function threeWayMergePatch(original: ReadFields, modified: ReadFields, current: ReadFields): ReadFields {
  return join(deletions(original, modified), changes(current, modified))
}

function changes(current: ReadFields, modified: ReadFields): Fields {
  const patch: Fields = {}
  for (const [key, wanted] of Object.entries(modified)) {
    const there = current[key]
    if (wanted === null || deepEqual(there, wanted)) continue
    if (!isMap(there) || !isMap(wanted)) patch[key] = wanted
    else {
      const inner = changes(there, wanted)
      if (Object.keys(inner).length > 0) patch[key] = inner
    }
  }
  return patch
}

function deletions(original: ReadFields, modified: ReadFields): Fields {
  const patch: Fields = {}
  for (const [key, there] of Object.entries(original)) {
    if (!Object.hasOwn(modified, key)) patch[key] = null
    else if (isMap(there) && isMap(modified[key])) {
      const inner = deletions(there, modified[key] as ReadFields)
      if (Object.keys(inner).length > 0) patch[key] = inner
    }
  }
  return patch
}

function join(a: ReadFields, b: ReadFields): Fields {
  const joined: Fields = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const there = joined[key]
    joined[key] = isMap(there) && isMap(value) ? join(there, value) : value
  }
  return joined
}
