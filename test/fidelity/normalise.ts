// What no two servers share (identities, times, versions, random allocations) is dropped or named before answers are compared.
// The same rules as the scoring tools that judge from outside; values the request itself gave are left alone.

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const VOLATILE = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'selfLink'])
const ROOM_FOR_SUFFIX = 58

/** What a request says: values that come back as they were given, and the generateName. */
export interface Given {
  readonly values: ReadonlySet<string>
  readonly generateName: string | undefined
}

/** All scalar values of a request's body. */
export function given(body: unknown): Given {
  const values = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item)
    else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) walk(item)
    else if (value !== null && value !== undefined) values.add(String(value))
  }
  walk(body)
  const metadata = (body as { metadata?: { name?: string; generateName?: unknown } } | undefined)?.metadata
  return {
    values,
    generateName:
      typeof metadata?.generateName === 'string' && metadata.generateName && !metadata.name
        ? metadata.generateName
        : undefined,
  }
}

/** How managedFields are taken. */
export interface NormaliseOptions {
  readonly managedFields?: boolean
}

/** A comparable form of an answer. */
export function normalise(value: unknown, from: Given, options: NormaliseOptions = {}, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => normalise(item, from, options))
  if (value !== null && typeof value === 'object')
    return normaliseObject(value as Record<string, unknown>, from, options, key)
  if (typeof value === 'string') return normaliseText(value, from, key)
  if (
    (key === 'nodePort' || key === 'healthCheckNodePort') &&
    typeof value === 'number' &&
    value !== 0 &&
    !from.values.has(String(value))
  )
    return `<${key}>`
  return value
}

function normaliseObject(
  value: Record<string, unknown>,
  from: Given,
  options: NormaliseOptions,
  key: string | undefined,
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const name of Object.keys(value).sort()) {
    if (VOLATILE.has(name) && !(name === 'managedFields' && options.managedFields)) continue
    if (key === 'managedFields' && name === 'time') continue
    out[name] = normalise(value[name], from, options, name)
  }
  if (options.managedFields && Array.isArray(out['managedFields'])) {
    out['managedFields'] = out['managedFields'].map(({ time: _time, ...rest }: Record<string, unknown>) => rest)
  }
  const { generateName, name } = value
  if (
    typeof generateName === 'string' &&
    typeof name === 'string' &&
    generateName &&
    name !== generateName &&
    !from.values.has(name)
  ) {
    const head = generateName.slice(0, ROOM_FOR_SUFFIX)
    if (name.startsWith(head)) out['name'] = `${head}<rand>`
  }
  return out
}

function normaliseText(value: string, from: Given, key: string | undefined): string {
  if (from.values.has(value)) return value
  if (key === 'continue' && value) return '<continue>'
  if (TIME.test(value)) return '<time>'
  let text = value
    .replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-<rand>')
    .replace(/\b10\.96\.\d+\.\d+\b/g, (ip) => (from.values.has(ip) ? ip : '<clusterIP>'))
    .replace(/\bnodePort: \d{5}\b/g, 'nodePort: <n>')
  if (from.generateName !== undefined) {
    const head = from.generateName.slice(0, ROOM_FOR_SUFFIX)
    text = text.replace(
      new RegExp(`${head.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[a-z0-9]{5}\\b`, 'g'),
      `${head}<rand>`,
    )
  }
  text = text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) =>
      from.values.has(id) ? id : '<uid>',
    )
    .replace(/(\\"resourceVersion\\":\\"|"resourceVersion":")\d+/g, '$1<rv>')
  return key === 'message' || key === 'reason' || key === undefined ? namelessTimes(text, from) : text
}

function namelessTimes(text: string, from: Given): string {
  return text.replace(/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( [+-]\d{4} UTC|Z)?( m=[+-][\d.]+)?/g, (time) => {
    const seconds = time.slice(0, 19).replace(' ', 'T')
    return [...from.values].some((v) => v.includes(time) || v.slice(0, 19) === seconds) ? time : '<time>'
  })
}

/** Where two normalised values differ, as lines. */
export function differences(want: unknown, got: unknown, at = '', out: string[] = []): string[] {
  if (out.length > 20 || want === got) return out
  if (Array.isArray(want) && Array.isArray(got)) {
    if (want.length !== got.length) out.push(`${at}: length ${want.length} != ${got.length}`)
    for (let i = 0; i < Math.min(want.length, got.length); i++) differences(want[i], got[i], `${at}[${i}]`, out)
    return out
  }
  if (isObject(want) && isObject(got)) {
    for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
      if (!(key in want)) out.push(`${at}.${key}: unexpected ${short(got[key])}`)
      else if (!(key in got)) out.push(`${at}.${key}: missing, want ${short(want[key])}`)
      else differences(want[key], got[key], `${at}.${key}`, out)
    }
    return out
  }
  out.push(`${at}: want ${short(want)} got ${short(got)}`)
  return out
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const short = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 300)
