// The operations of a JSON patch, judged as sigs.k8s.io/json does when it decodes them strictly.
// Upstream: handlers/patch.go applyJSPatch (jsonPatchOp).
import { kindWithNumber } from '../codec/decode-state.ts'
import { badRequest } from '../status/status-error.ts'
import { isObject } from './values.ts'

/** The operations, and what is objected to. */
export interface Operations {
  readonly operations: readonly unknown[]
  readonly objections: readonly string[]
}

const TEXTS = ['op', 'path', 'from']

/** Reads a patch; `lax`: only what cannot be a patch at all is refused. */
export function operationsOf(body: unknown, duplicates: readonly string[], lax: boolean): Operations {
  if (body === null) return { operations: [], objections: [] }
  const refuse = (what: unknown, into: string): never => {
    const problem = `json: cannot unmarshal ${what === undefined ? 'null' : kindOfJson(what)} into ${into}`
    throw badRequest(lax ? problem : `error decoding patch: ${problem}`)
  }
  if (!Array.isArray(body))
    return refuse(body, `Go value of type ${lax ? 'jsonpatch.Patch' : '[]handlers.jsonPatchOp'}`)
  for (const operation of body) {
    if (operation === null) continue
    if (!isObject(operation))
      return refuse(operation, `Go value of type ${lax ? 'jsonpatch.Operation' : 'handlers.jsonPatchOp'}`)
    if (lax) continue
    for (const field of TEXTS) {
      const value = operation[field]
      if (value !== undefined && value !== null && typeof value !== 'string')
        return refuse(value, `Go struct field jsonPatchOp.${field} of type string`)
    }
  }
  return { operations: body, objections: lax ? [] : objectionsTo(body, duplicates) }
}

function kindOfJson(value: unknown): string {
  const kind = kindWithNumber(value)
  return kind.startsWith('number') ? 'number' : kind
}

function objectionsTo(operations: readonly unknown[], duplicates: readonly string[]): string[] {
  const found = duplicates.map((path) => `json patch duplicate field ${JSON.stringify(path)}`)
  for (const [at, operation] of operations.entries()) {
    if (!isObject(operation)) continue
    for (const field of Object.keys(operation)) {
      if (field !== 'value' && !TEXTS.includes(field))
        found.push(`json patch unknown field ${JSON.stringify(`[${at}].${field}`)}`)
    }
  }
  return [...new Set(found)]
}
