// The claims of a token as Go reads them into its types, and as expressions see them.
// Upstream: claims, convertCELValueToStringList and unescapeMapper in apiserver/plugin/pkg/authenticator/token/oidc/oidc.go.
import { fromJson, toJson } from '../../cel/values/json.ts'
import { type CelValue, ListValue, MapValue } from '../../cel/values/value.ts'

/** What a token says. */
export type Claims = Readonly<Record<string, unknown>>

/** Why a token is not taken. */
export class ClaimProblem {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const goName = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === true || value === false ? 'bool' : typeof value

/** A claim that must be a text; where it is null, none. */
export function textClaim(claims: Claims, name: string): string {
  if (!Object.hasOwn(claims, name)) throw new ClaimProblem('claim not present')
  const value = claims[name]
  if (value === null) return ''
  if (typeof value === 'string') return value
  throw new ClaimProblem(`json: cannot unmarshal ${goName(value)} into Go value of type string`)
}

/** A claim that is a text or a list of texts. */
export function textsClaim(claims: Claims, name: string): readonly string[] {
  const value = claims[name]
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value as string[]
  return [textClaim(claims, name)]
}

/** What an expression made, as texts; undefined when it is neither a text nor a list of them. */
export function textsOf(value: CelValue): readonly string[] | undefined {
  if (value === null || value === '') return []
  if (typeof value === 'string') return [value]
  if (!(value instanceof ListValue)) return undefined
  const texts = [...value].map(toJson)
  return texts.every((one) => typeof one === 'string') ? (texts as string[]).filter((one) => one !== '') : undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  __underscores__: '__',
  __dot__: '.',
  __dash__: '-',
  __slash__: '/',
}
const ESCAPED = /__(?:underscores|dot|dash|slash)__/g

/** Maps by whose escaped keys (`example__dot__org`) their fields are found too. */
class Unescaping extends MapValue {
  readonly #inner: MapValue

  constructor(inner: MapValue) {
    super()
    this.#inner = inner
  }

  get size(): number {
    return this.#inner.size
  }

  get(key: CelValue): CelValue | undefined {
    const value = this.#inner.get(unescaped(key))
    return value === undefined ? undefined : wrapped(value)
  }

  has(key: CelValue): boolean {
    return this.#inner.has(unescaped(key))
  }

  keys(): Iterable<CelValue> {
    return this.#inner.keys()
  }

  override get source(): unknown {
    return this.#inner.source
  }
}

class UnescapingList extends ListValue {
  readonly #inner: ListValue

  constructor(inner: ListValue) {
    super()
    this.#inner = inner
  }

  get length(): number {
    return this.#inner.length
  }

  at(index: number): CelValue {
    return wrapped(this.#inner.at(index))
  }

  override get source(): unknown {
    return this.#inner.source
  }
}

const unescaped = (key: CelValue): CelValue =>
  typeof key === 'string' && key.includes('__') ? key.replace(ESCAPED, (one) => ESCAPES[one]!) : key

function wrapped(value: CelValue): CelValue {
  if (value instanceof MapValue) return new Unescaping(value)
  return value instanceof ListValue ? new UnescapingList(value) : value
}

/** JSON as expressions about callers see it. */
export const accessValue = (json: unknown): CelValue => wrapped(fromJson(json))
