// Base64 as Go's encoding/base64 (StdEncoding) reads it: padding required, line breaks ignored, and the error's offset.

const alphabet = new Int8Array(128).fill(-1)
for (let at = 0; at < 64; at++)
  alphabet['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(at)] = at

const EQUALS = 61
const isBreak = (code: number) => code === 10 || code === 13

/** Where the text stops being base64 (Go's CorruptInputError), or −1 when it is all good. */
export function corruptBase64At(text: string): number {
  const bytes = plain.test(text) ? undefined : Buffer.from(text)
  const length = bytes?.length ?? text.length
  const at = (index: number) => bytes?.[index] ?? text.charCodeAt(index)
  let index = 0
  let quantum = 0
  while (index < length) {
    const code = at(index++)
    if (isBreak(code)) continue
    if (code < 128 && alphabet[code] !== -1) {
      quantum = (quantum + 1) % 4
      continue
    }
    return code === EQUALS ? corruptPadding(at, index, length, quantum) : index - 1
  }
  return quantum === 0 ? -1 : index - quantum
}

const plain = /^\p{ASCII}*$/u

/** The first '=' was read just before `index`. */
function corruptPadding(at: (index: number) => number, start: number, length: number, quantum: number): number {
  let index = start
  const skipBreaks = () => {
    while (index < length && isBreak(at(index))) index++
  }
  if (quantum < 2) return index - 1
  if (quantum === 2) {
    skipBreaks()
    if (index === length) return length
    if (at(index) !== EQUALS) return index - 1
    index++
  }
  skipBreaks()
  return index < length ? index : -1
}

/** The text as the API writes it back: the same bytes without line breaks; stray low bits are dropped. */
export function normalizeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('base64')
}
