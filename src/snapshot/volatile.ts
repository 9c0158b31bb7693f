// What no two plays share: uids, versions, times, addresses, generated names. Found in a first walk over the whole value, so
// that every mention, in a reference or in the middle of a message, gets the same placeholder. Numbers count per sort, in
// the order the normalised value is read from top to bottom.
// Limit: a value the manifest itself named (a fixed clusterIP, a nodePort) looks allocated and is replaced as well.

/** Gives each volatile value its placeholder. */
export class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** The placeholder of a value: `<uid-1>` the first time, the same one ever after. */
  of(sort: string, value: string): string {
    const key = `${sort} ${value}`
    const found = this.#names.get(key)
    if (found !== undefined) return found
    const count = (this.#counts.get(sort) ?? 0) + 1
    this.#counts.set(sort, count)
    const made = `<${sort}-${count}>`
    this.#names.set(key, made)
    return made
  }
}

/** The volatile values of one snapshot that only their field tells from others. */
export interface Known {
  /** Generated name → how much of it was given. */
  readonly generated: ReadonlyMap<string, number>
  readonly addresses: ReadonlySet<string>
}

// The letters Kubernetes draws random suffixes from: no vowels, nothing that looks like another.
// Upstream: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]{5}'
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)$/
const EVENT_SUFFIX = /\.[0-9a-f]{14,16}$/
const MENTIONED = new RegExp(`(?:Created|Deleted) pod: ([a-z0-9.-]+-)(${RANDOM})(?![a-z0-9-])`, 'g')
const ADDRESS_FIELDS = new Set(['podIP', 'hostIP', 'clusterIP', 'ip', 'address'])
const ADDRESS_LISTS = new Set(['clusterIPs', 'addresses'])

/** Walks the value and collects its generated names and allocated addresses. */
export function findKnown(value: unknown): Known {
  const generated = new Map<string, number>()
  const addresses = new Set<string>()
  collect(value, undefined, generated, addresses)
  return { generated, addresses }
}

function collect(
  value: unknown,
  key: string | undefined,
  generated: Map<string, number>,
  addresses: Set<string>,
): void {
  if (typeof value === 'string') {
    if (key === 'message')
      for (const [, given, tail] of value.matchAll(MENTIONED)) generated.set(given! + tail, given!.length)
    return
  }
  if (value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'string' && ADDRESS_LISTS.has(key ?? '') && ADDRESS.test(item)) addresses.add(item)
      collect(item, undefined, generated, addresses)
    }
    return
  }
  const fields = value as Readonly<Record<string, unknown>>
  noteName(fields, generated)
  for (const [name, field] of Object.entries(fields)) {
    if (name === 'hostAliases' || DATA.has(name)) continue
    if (typeof field === 'string' && ADDRESS_FIELDS.has(name) && ADDRESS.test(field)) addresses.add(field)
    collect(field, name, generated, addresses)
  }
}

/** Fields whose text belongs to the user: only values known from elsewhere are replaced in them. */
export const DATA: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData'])

function noteName(fields: Readonly<Record<string, unknown>>, generated: Map<string, number>): void {
  const { name, generateName: prefix, kind, metadata } = fields
  // A long generateName is cut to leave room for the suffix.
  if (typeof name === 'string' && typeof prefix === 'string' && prefix !== '') {
    const given = prefix.slice(0, 58)
    if (name.length > given.length && name.startsWith(given)) generated.set(name, given.length)
  }
  if (kind !== 'Event' || metadata === null || typeof metadata !== 'object') return
  const event = (metadata as { readonly name?: unknown }).name
  const suffix = typeof event === 'string' ? EVENT_SUFFIX.exec(event) : null
  if (suffix !== null) generated.set(suffix.input, suffix.index + 1)
}

const UID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const TIME = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d| [+-]\\d{4} UTC)'
const TOKEN = `kube-api-access-${RANDOM}`
const REPLICA = `[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?-[bcdfghjklmnpqrstvwxz2456789]{6,10}-${RANDOM}(?![a-z0-9-])`
const SHAPES = new RegExp(
  `(?<uid>\\b${UID}\\b)|(?<time>\\b${TIME})|(?<token>\\b${TOKEN}\\b)|(?<replica>\\b${REPLICA})|(?<six>[0-9a-f]*(?::[0-9a-f]*){2,})|(?<word>[a-z0-9]+(?:[.-]+[a-z0-9]+)*)`,
  'g',
)

/** Replaces every volatile value in a text: by its shape, or because it is known. */
export function replaceVolatile(text: string, known: Known, placeholders: Placeholders): string {
  return text.replace(SHAPES, (match, ...rest) => {
    const shape = rest.at(-1) as Readonly<Record<string, string | undefined>>
    if (shape['uid'] !== undefined) return placeholders.of('uid', match)
    if (shape['time'] !== undefined) return placeholders.of('time', match)
    if (shape['token'] !== undefined) return withSuffix(match, match.length - 5, placeholders)
    if (shape['replica'] !== undefined)
      return withSuffix(match, known.generated.get(match) ?? match.length - 5, placeholders)
    return replaceKnown(match, known, placeholders)
  })
}

/** Replaces only what is known from elsewhere: for text that is the user's own. */
export function replaceKnown(text: string, known: Known, placeholders: Placeholders): string {
  const given = known.generated.get(text)
  if (given !== undefined) return withSuffix(text, given, placeholders)
  if (known.addresses.has(text)) return placeholders.of('ip', text)
  return text
}

function withSuffix(name: string, given: number, placeholders: Placeholders): string {
  return name.slice(0, given) + placeholders.of('rand', name)
}
