// JSON patch, RFC 6902, with the words of the library upstream uses (gopkg.in/evanphx/json-patch.v4).
import { deepEqual } from '../../../model/deep-equal.ts'
import { copyJson, isObject } from './values.ts'

/** Why a patch could not be applied. */
export class PatchFailure {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

interface Operation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

/** A new value: `target` after all operations; throws PatchFailure when one cannot be done. */
export function jsonPatch(target: unknown, operations: readonly unknown[]): unknown {
  const root = { document: copyJson(target) }
  for (const raw of operations) apply(root, raw as Operation)
  return root.document
}

function apply(root: { document: unknown }, operation: Operation): void {
  const { op, path } = operation
  switch (op) {
    case 'add':
      return add(root, op, path, copyJson(operation.value))
    case 'remove':
      return removeAt(root, op, path)
    case 'replace':
      return replaceAt(root, path, copyJson(operation.value))
    case 'move': {
      const value = read(root, op, operation.from ?? '')
      removeAt(root, op, operation.from ?? '')
      return add(root, op, path, value)
    }
    case 'copy':
      return add(root, op, path, copyJson(read(root, op, operation.from ?? '')))
    case 'test':
      return test(root, path, operation.value)
    default:
      throw new PatchFailure(`Unexpected kind: ${op}`)
  }
}

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

const missing = (op: string, path: string): PatchFailure =>
  new PatchFailure(`${op} operation does not apply: doc is missing path: ${path}: missing value`)

/** The container of the last token, and the token. */
function locate(root: { document: unknown }, path: string): { container: unknown; token: string } | undefined {
  if (path === '') return { container: root, token: 'document' }
  const tokens = path.split('/').slice(1).map(unescapeToken)
  let container: unknown = root.document
  for (const token of tokens.slice(0, -1)) {
    if (Array.isArray(container)) container = container[Number(token)]
    else if (isObject(container)) container = container[token]
    else return undefined
  }
  return Array.isArray(container) || isObject(container) ? { container, token: tokens.at(-1) ?? '' } : undefined
}

function add(root: { document: unknown }, op: string, path: string, value: unknown): void {
  const at = locate(root, path)
  if (at === undefined)
    throw new PatchFailure(`${op} operation does not apply: doc is missing path: "${path}": missing value`)
  if (!Array.isArray(at.container)) {
    ;(at.container as Record<string, unknown>)[at.token] = value
    return
  }
  if (at.token === '-') {
    at.container.push(value)
    return
  }
  const index = listIndex(at.token)
  if (index === undefined || index > at.container.length)
    throw new PatchFailure(
      `${op} operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${at.token}: invalid index referenced`,
    )
  at.container.splice(index, 0, value)
}

function listIndex(token: string): number | undefined {
  return /^\d+$/.test(token) ? Number(token) : undefined
}

function read(root: { document: unknown }, op: string, path: string): unknown {
  const at = locate(root, path)
  const value = at === undefined ? undefined : (at.container as Record<string, unknown>)[at.token]
  if (value === undefined) throw missing(op, path)
  return value
}

function removeAt(root: { document: unknown }, op: string, path: string): void {
  const at = locate(root, path)
  if (at === undefined) throw missing(op, path)
  if (Array.isArray(at.container)) {
    const index = listIndex(at.token)
    if (index === undefined || index >= at.container.length)
      throw new PatchFailure(
        `${op} operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${at.token}: invalid index referenced`,
      )
    at.container.splice(index, 1)
    return
  }
  const object = at.container as Record<string, unknown>
  if (!(at.token in object))
    throw new PatchFailure(
      `${op} operation does not apply: doc is missing path: "${path}": Unable to remove nonexistent key: ${at.token}: missing value`,
    )
  delete object[at.token]
}

function replaceAt(root: { document: unknown }, path: string, value: unknown): void {
  const at = locate(root, path)
  if (at === undefined)
    throw new PatchFailure(`replace operation does not apply: doc is missing path: ${path}: missing value`)
  const container = at.container as Record<string, unknown>
  if (container[at.token] === undefined)
    throw new PatchFailure(`replace operation does not apply: doc is missing key: ${path}: missing value`)
  container[at.token] = value
}

function test(root: { document: unknown }, path: string, value: unknown): void {
  const at = locate(root, path)
  const found = at === undefined ? undefined : (at.container as Record<string, unknown>)[at.token]
  if (!deepEqual(found ?? null, value ?? null)) throw new PatchFailure(`testing path ${path} value failed: test failed`)
}
