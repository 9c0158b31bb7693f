// The sentences the name rules share, and lengths as Go counts them: in UTF-8 bytes.
// Upstream has two generations of "too long": util/validation says characters, api/validate/content says bytes.

/** What a name rule answers when there is nothing to say. */
export const NO_PROBLEMS: readonly string[] = []

/** `len(text)` in Go: how many bytes the text takes in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) continue
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}

/** Whether `text` takes more than `max` bytes; cheap for short texts. */
export const longerThan = (text: string, max: number): boolean => text.length * 3 > max && byteLength(text) > max

/** The older "too long" (util/validation). */
export const maxLengthError = (length: number): string => `must be no more than ${length} characters`

/** The newer "too long" (api/validate/content): label keys and values. */
export const maxBytesError = (length: number): string => `must be no more than ${length} bytes`

/** What is said of an empty text that may not be. */
export const EMPTY_ERROR = 'must be non-empty'

/** What is said of a number outside its range. */
export const inclusiveRangeError = (low: number, high: number): string =>
  `must be between ${low} and ${high}, inclusive`

/** A failed pattern: what is wanted, examples, and the pattern itself. */
export function regexError(message: string, pattern: string, ...examples: readonly string[]): string {
  const regex = `regex used for validation is '${pattern}'`
  if (examples.length === 0) return `${message} (${regex})`
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${regex})`
}
