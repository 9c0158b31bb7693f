// Reads times as Go's time.Parse does for the two layouts the API uses, with its error texts.
// Upstream: metav1.Time and metav1.MicroTime call time.Parse with RFC3339 and with six fractional digits.

/** The layouts of metav1.Time and metav1.MicroTime. */
export type TimeLayout = 'seconds' | 'micros'

/** A moment: whole seconds since the epoch and the nanoseconds beyond. */
export interface Moment {
  readonly seconds: number
  readonly nanos: number
}

interface Chunk {
  /** Text that must stand before the element. */
  readonly prefix: string
  readonly element: string
}

const date: readonly Chunk[] = [
  { prefix: '', element: '2006' },
  { prefix: '-', element: '01' },
  { prefix: '-', element: '02' },
  { prefix: 'T', element: '15' },
  { prefix: ':', element: '04' },
  { prefix: ':', element: '05' },
]
const zone: Chunk = { prefix: '', element: 'Z07:00' }
const layouts = {
  seconds: { text: '2006-01-02T15:04:05Z07:00', chunks: [...date, zone] },
  micros: { text: '2006-01-02T15:04:05.000000Z07:00', chunks: [...date, { prefix: '', element: '.000000' }, zone] },
}

const isDigit = (text: string, at: number) => {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}
const isPoint = (text: string, at: number) => text[at] === '.' || text[at] === ','

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  nanos: number
  offset: number
}

/** What reading one element came to: how far it got, or which range it left; undefined when it is not there. */
type Read = { rest: string; outOfRange?: string } | undefined

/** Reads a time; an error is the text Go would give. */
export function parseGoTime(text: string, layout: TimeLayout): Moment | { error: string } {
  const { text: layoutText, chunks } = layouts[layout]
  const parts: Parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanos: 0, offset: 0 }
  let rest = text
  const fail = (element: string, value: string) => ({
    error: `parsing time ${quote(text)} as ${quote(layoutText)}: cannot parse ${quote(value)} as ${quote(element)}`,
  })
  for (const { prefix, element } of chunks) {
    if (!rest.startsWith(prefix)) return fail(prefix, rest)
    rest = rest.slice(prefix.length)
    const read = readElement(element, rest, parts, layout)
    if (read === undefined) return fail(element, rest)
    if (read.outOfRange !== undefined) return { error: `parsing time ${quote(text)}: ${read.outOfRange} out of range` }
    rest = read.rest
  }
  if (rest !== '') return { error: `parsing time ${quote(text)}: extra text: ${quote(rest)}` }
  if (parts.day < 1 || parts.day > daysIn(parts.month, parts.year))
    return { error: `parsing time ${quote(text)}: day out of range` }
  return moment(parts)
}

function readElement(element: string, text: string, parts: Parts, layout: TimeLayout): Read {
  switch (element) {
    case '2006':
      return readYear(text, parts)
    case '01':
      return readNumber(text, true, 1, 12, 'month', (value) => (parts.month = value))
    case '02':
      return readNumber(text, true, 0, 99, 'day', (value) => (parts.day = value))
    case '15':
      return readNumber(text, false, 0, 23, 'hour', (value) => (parts.hour = value))
    case '04':
      return readNumber(text, true, 0, 59, 'minute', (value) => (parts.minute = value))
    case '05':
      return readSecond(text, parts, layout)
    case '.000000':
      return readFraction(text, 7, parts)
    default:
      return readZone(text, parts)
  }
}

function readYear(text: string, parts: Parts): Read {
  if (text.length < 4) return undefined
  for (let at = 0; at < 4; at++) if (!isDigit(text, at)) return undefined
  parts.year = Number(text.slice(0, 4))
  return { rest: text.slice(4) }
}

function readNumber(
  text: string,
  fixed: boolean,
  low: number,
  high: number,
  name: string,
  keep: (value: number) => void,
): Read {
  if (!isDigit(text, 0)) return undefined
  const two = isDigit(text, 1)
  if (!two && fixed) return undefined
  const length = two ? 2 : 1
  const value = Number(text.slice(0, length))
  keep(value)
  const rest = text.slice(length)
  return value < low || value > high ? { rest, outOfRange: name } : { rest }
}

function readSecond(text: string, parts: Parts, layout: TimeLayout): Read {
  const read = readNumber(text, true, 0, 59, 'second', (value) => (parts.second = value))
  if (read === undefined || read.outOfRange !== undefined || layout === 'micros') return read
  if (!isPoint(read.rest, 0) || !isDigit(read.rest, 1)) return read
  let length = 2
  while (isDigit(read.rest, length)) length++
  return readFraction(read.rest, length, parts)
}

function readFraction(text: string, length: number, parts: Parts): Read {
  if (text.length < length || !isPoint(text, 0)) return undefined
  for (let at = 1; at < length; at++) if (!isDigit(text, at)) return undefined
  parts.nanos = Number(text.slice(1, Math.min(length, 10)).padEnd(9, '0'))
  return { rest: text.slice(length) }
}

function readZone(text: string, parts: Parts): Read {
  if (text[0] === 'Z') return { rest: text.slice(1) }
  if (text.length < 6 || text[3] !== ':') return undefined
  const rest = text.slice(6)
  if (!isDigit(text, 1) || !isDigit(text, 2) || !isDigit(text, 4) || !isDigit(text, 5)) return undefined
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(4, 6))
  if (minutes > 60) return { rest, outOfRange: 'time zone offset minute' }
  if (hours > 24) return { rest, outOfRange: 'time zone offset hour' }
  if (text[0] !== '+' && text[0] !== '-') return undefined
  parts.offset = (text[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60)
  return { rest }
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0)
}

function moment(parts: Parts): Moment {
  const { year, month, day, hour, minute, second, nanos, offset } = parts
  const clock = new Date(0)
  clock.setUTCFullYear(year, month - 1, day)
  clock.setUTCHours(hour, minute, second)
  return { seconds: clock.getTime() / 1000 - offset, nanos }
}

/** Quotes a text as the time package does: bytes outside printable ASCII become \xNN. */
function quote(text: string): string {
  let out = '"'
  for (const byte of Buffer.from(text)) {
    if (byte === 34 || byte === 92) out += `\\${String.fromCharCode(byte)}`
    else if (byte < 32 || byte >= 128) out += `\\x${byte.toString(16).padStart(2, '0')}`
    else out += String.fromCharCode(byte)
  }
  return `${out}"`
}
