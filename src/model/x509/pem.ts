// PEM as Go reads it: blocks of base64 between BEGIN and END lines, with headers; what is not a block is skipped.
// Upstream: encoding/pem Decode.

/** One block. */
export interface PemBlock {
  readonly type: string
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
}

const BEGIN = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n/g
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const SPACE = /[\s]+/g

/** The first block at or after `from` with where the text goes on; undefined when there is none. */
export function nextPemBlock(text: string, from = 0): { readonly block: PemBlock; readonly end: number } | undefined {
  BEGIN.lastIndex = from
  for (let begin = BEGIN.exec(text); begin !== null; begin = BEGIN.exec(text)) {
    const type = begin[1]!
    const start = BEGIN.lastIndex
    const block = body(text, start, type)
    if (block !== undefined) return block
    BEGIN.lastIndex = start - 1
  }
  return undefined
}

/** Every block of a text. */
export function* pemBlocks(text: string): Generator<PemBlock> {
  for (let found = nextPemBlock(text); found !== undefined; found = nextPemBlock(text, found.end)) yield found.block
}

function body(text: string, start: number, type: string): { block: PemBlock; end: number } | undefined {
  const headers = new Map<string, string>()
  let at = start
  for (let line = lineAt(text, at); line !== undefined; line = lineAt(text, at)) {
    const colon = line.text.indexOf(':')
    if (colon < 0) break
    headers.set(line.text.slice(0, colon).trim(), line.text.slice(colon + 1).trim())
    at = line.end
  }
  const closing = `-----END ${type}-----`
  const empty = headers.size === 0 && text.startsWith(closing.slice(0, 9), at)
  const close = empty ? at : text.indexOf(`\n${closing.slice(0, 9)}`, at - 1) + 1
  if ((!empty && close <= 0) || !text.startsWith(closing, close)) return undefined
  const lineEnd = text.indexOf('\n', close)
  const end = lineEnd < 0 ? text.length : lineEnd + 1
  if (text.slice(close + closing.length, end).trim() !== '') return undefined
  const base64 = text.slice(at, close).replace(SPACE, '')
  if (!BASE64.test(base64) || base64.length % 4 !== 0) return undefined
  return { block: { type, headers, bytes: Buffer.from(base64, 'base64') }, end: lineEnd < 0 ? end : lineEnd }
}

function lineAt(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const end = text.indexOf('\n', at)
  return end < 0 ? undefined : { text: text.slice(at, end), end: end + 1 }
}
