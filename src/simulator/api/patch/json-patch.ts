// JSON patch, RFC 6902, as far from it as the library upstream uses: indexes may be negative, replacing a field that is not there
// sets it, copying one gives null. Upstream: gopkg.in/evanphx/json-patch.v4 patch.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { LazyNode } from './lazy-node.ts'
import { isObject, PatchFailure } from './values.ts'

type Operation = Readonly<Record<string, unknown>>
type Container = Map<string, LazyNode | undefined> | (LazyNode | undefined)[]

const integer = /^[+-]?\d+$/
const MISSING = 'missing value'
/** What failures of a test end in. */
export const TEST_FAILED = 'test failed'
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

  apply(operation: Operation): void {
    switch (operation['op']) {
      case 'add':
        this.#add(operation)
        break
      case 'remove':
        this.#remove(operation)
        break
      case 'replace':
        this.#replace(operation)
        break
      case 'move':
        this.#move(operation)
        break
      case 'copy':
        this.#copy(operation)
        break
      case 'test':
        this.#test(operation)
        break
      default:
        throw new PatchFailure(`Unexpected kind: ${String(operation['op'] ?? 'unknown')}`)
    }
  }

  #add(operation: Operation): void {
    const path = textOf(operation, 'path', 'add')
    const place = this.#placeOf(path, `add operation does not apply: doc is missing path: "${path}"`)
    told(`error in add for path: '${path}'`, () => add(place, operandOf(operation)))
  }

  #remove(operation: Operation): void {
    const path = textOf(operation, 'path', 'remove')
    const place = this.#placeOf(path, `remove operation does not apply: doc is missing path: "${path}"`)
    told(`error in remove for path: '${path}'`, () => remove(place))
  }

  #move(operation: Operation): void {
    const source = textOf(operation, 'from', 'move')
    const from = this.#placeOf(source, `move operation does not apply: doc is missing from path: ${source}`)
    const inFrom = `error in move for path: '${from.token}'`
    const value = told(inFrom, () => get(from))
    told(inFrom, () => remove(from))
    const path = textOf(operation, 'path', 'move')
    const place = this.#placeOf(path, `move operation does not apply: doc is missing destination path: ${path}`)
    told(`error in move for path: '${path}'`, () => add(place, value))
  }

  #copy(operation: Operation): void {
    const source = textOf(operation, 'from', 'copy')
    const from = this.#placeOf(source, `copy operation does not apply: doc is missing from path: ${source}`)
    const value = told(`error in copy for from: '${source}'`, () => get(from))
    const path = textOf(operation, 'path', 'copy')
    const place = this.#placeOf(path, `copy operation does not apply: doc is missing destination path: ${path}`)
    told('error while adding value during copy', () => add(place, value && new LazyNode(value.value())))
  }

  #replace(operation: Operation): void {
    const path = textOf(operation, 'path', 'replace')
    const value = operandOf(operation)
    if (path === '') {
      if (value?.doc() !== undefined || value?.list() !== undefined) this.document = value
      return
    }
    const place = this.#placeOf(path, `replace operation does not apply: doc is missing path: ${path}`)
    told(`replace operation does not apply: doc is missing key: ${path}`, () => get(place), MISSING)
    set(place, value)
  }

  #test(operation: Operation): void {
    const path = textOf(operation, 'path', 'test')
    const value = operandOf(operation)
    const found = path === '' ? this.document : this.#tested(path)
    if (!deepEqual(found?.value() ?? null, value?.value() ?? null))
      throw new PatchFailure(`testing value ${path} failed: ${TEST_FAILED}`)
  }

  #tested(path: string): LazyNode | undefined {
    const place = this.#placeOf(path, `test operation does not apply: is missing path: ${path}`)
    return told(`error in test for path: '${path}'`, () => get(place))
  }

  #placeOf(path: string, problem: string): Place {
    return told(problem, () => this.#locate(path), MISSING)
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

/** Does something; what goes wrong is told after `where`, in its own words or these. */
function told<T>(where: string, run: () => T, why?: string): T {
  try {
    return run()
  } catch (failure) {
    if (!(failure instanceof PatchFailure)) throw failure
    throw new PatchFailure(`${where}: ${why ?? failure.message}`)
  }
}

function textOf(operation: Operation, field: 'path' | 'from', name: string): string {
  const text = operation[field]
  if (typeof text !== 'string') throw new PatchFailure(`${name} operation failed to decode ${field}: ${MISSING}`)
  return text
}

function operandOf(operation: Operation): LazyNode | undefined {
  const value = operation['value']
  return value === undefined || value === null ? undefined : new LazyNode(value)
}

/** The index a token names in a list of `length`; negative ones count from the end. */
function indexOf(token: string, length: number, limit: number): number {
  if (!integer.test(token)) throw new PatchFailure(`strconv.Atoi: parsing ${quote(token)}: invalid syntax`)
  const index = Number(token)
  if (index >= limit || index < -length)
    throw new PatchFailure(`Unable to access invalid index: ${index}: ${INVALID_INDEX}`)
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
  else if (!container.delete(token)) throw new PatchFailure(`Unable to remove nonexistent key: ${token}: ${MISSING}`)
}
