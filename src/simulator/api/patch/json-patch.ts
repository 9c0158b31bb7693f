// JSON patch, RFC 6902, as far from it as the library upstream uses: indexes may be negative, replacing a field that is not there
// sets it, copying one gives null. Upstream: gopkg.in/evanphx/json-patch.v4 patch.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import { LazyNode } from './lazy-node.ts'
import { isObject, PatchFailure } from './values.ts'

type Container = Map<string, LazyNode | undefined> | (LazyNode | undefined)[]

const integer = /^[+-]?\d+$/
const MISSING = 'missing value'
const INVALID_INDEX = 'invalid index referenced'

/** A new value: `target` after all operations; throws PatchFailure when one cannot be done. Neither is changed. */
export function jsonPatch(target: unknown, operations: readonly unknown[]): unknown {
  const patch = new Patching(target)
  for (const operation of operations) patch.apply(isObject(operation) ? operation : {})
  return patch.document.value()
}

/** One patch being applied. */
class Patching {
  document: LazyNode

  constructor(target: unknown) {
    this.document = new LazyNode(target)
    this.document.doc()
  }

  apply(operation: Readonly<Record<string, unknown>>): void {
    switch (operation['op']) {
      case 'add':
        add(this.#locate(textOf(operation, 'path')), operandOf(operation))
        break
      case 'remove':
        remove(this.#locate(textOf(operation, 'path')))
        break
      case 'replace':
        this.#replace(textOf(operation, 'path'), operandOf(operation))
        break
      case 'move':
        this.#move(operation)
        break
      case 'copy': {
        const value = get(this.#locate(textOf(operation, 'from')))
        add(this.#locate(textOf(operation, 'path')), value && new LazyNode(value.value()))
        break
      }
      case 'test':
        this.#test(textOf(operation, 'path'), operandOf(operation))
        break
      default:
        throw new PatchFailure(`Unexpected kind: ${String(operation['op'] ?? 'unknown')}`)
    }
  }

  #move(operation: Readonly<Record<string, unknown>>): void {
    const from = this.#locate(textOf(operation, 'from'))
    const value = get(from)
    remove(from)
    add(this.#locate(textOf(operation, 'path')), value)
  }

  #replace(path: string, value: LazyNode | undefined): void {
    if (path === '') {
      if (value?.doc() !== undefined || value?.list() !== undefined) this.document = value
      return
    }
    const place = this.#locate(path)
    get(place)
    set(place, value)
  }

  #test(path: string, value: LazyNode | undefined): void {
    const found = path === '' ? this.document : get(this.#locate(path))
    if (!deepEqual(found?.value() ?? null, value?.value() ?? null)) throw new PatchFailure('test failed')
  }

  /** The container of a path's last token, and the token. What stands before the first slash is not looked at. */
  #locate(path: string): Place {
    const tokens = path.split('/').slice(1)
    const last = tokens.pop() ?? (path === '' ? undefined : '')
    let node: LazyNode | undefined = this.document
    for (const token of tokens) {
      const container: Container | undefined = node?.doc() ?? node?.list()
      if (container === undefined) throw new PatchFailure(MISSING)
      node = get({ container, token: unescapeToken(token) })
    }
    const container = node?.doc() ?? node?.list()
    if (container === undefined || last === undefined || !path.includes('/')) throw new PatchFailure(MISSING)
    return { container, token: unescapeToken(last) }
  }
}

interface Place {
  readonly container: Container
  readonly token: string
}

const unescapeToken = (token: string): string =>
  token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token

function textOf(operation: Readonly<Record<string, unknown>>, field: string): string {
  const text = operation[field]
  if (typeof text !== 'string') throw new PatchFailure(MISSING)
  return text
}

function operandOf(operation: Readonly<Record<string, unknown>>): LazyNode | undefined {
  const value = operation['value']
  return value === undefined || value === null ? undefined : new LazyNode(value)
}

/** The index a token names in a list of `length`; negative ones count from the end. */
function indexOf(token: string, length: number, limit: number): number {
  if (!integer.test(token)) throw new PatchFailure(INVALID_INDEX)
  const index = Number(token)
  if (index >= limit || index < -length) throw new PatchFailure(INVALID_INDEX)
  return index < 0 ? index + length : index
}

function get({ container, token }: Place): LazyNode | undefined {
  return Array.isArray(container) ? container[indexOf(token, container.length, container.length)] : container.get(token)
}

function set({ container, token }: Place, value: LazyNode | undefined): void {
  if (Array.isArray(container)) container[indexOf(token, container.length, container.length)] = value
  else container.set(token, value)
}

function add({ container, token }: Place, value: LazyNode | undefined): void {
  if (!Array.isArray(container)) container.set(token, value)
  else if (token === '-') container.push(value)
  else container.splice(indexOf(token, container.length + 1, container.length + 1), 0, value)
}

function remove({ container, token }: Place): void {
  if (Array.isArray(container)) container.splice(indexOf(token, container.length, container.length), 1)
  else if (!container.delete(token)) throw new PatchFailure(MISSING)
}
