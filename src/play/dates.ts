// Dates in sentences: 2026-03-01, 2026-03-01 09:00, 2026-03-01T09:00:00Z, with an offset or in UTC.
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/

/** Epoch milliseconds of a date, or undefined when the text is none. */
export function dateOf(text: string): number | undefined {
  const match = DATE.exec(text)
  if (match === null) return undefined
  const [, day, time = '00:00', seconds = ':00', zone = 'Z'] = match
  const at = Date.parse(`${day}T${time}${seconds}${zone}`)
  return Number.isNaN(at) || (zone === 'Z' && new Date(at).toISOString().slice(0, 10) !== day) ? undefined : at
}
