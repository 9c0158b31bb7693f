// A file's text, or why it cannot be read, as a diagnostic at its beginning. Feature files are UTF-8; a byte order mark of
// UTF-8 is passed over, anything that is not text is refused rather than guessed at.
import fs from 'node:fs'
import type { Diagnostic } from '../language/diagnostic.ts'

const LIMIT = 16 * 1024 * 1024
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What became of reading a file. */
export type ReadText = { readonly text: string } | { readonly diagnostic: Diagnostic }

/** Reads a whole text file. */
export function readText(file: string): ReadText {
  try {
    const { size } = fs.statSync(file)
    if (size > LIMIT)
      return refuse(file, 'file/too-large', `the file has ${size} bytes; the limit is ${LIMIT} (16 MiB)`)
    return decode(file, fs.readFileSync(file))
  } catch (error) {
    return { diagnostic: unreadable(file, error as NodeJS.ErrnoException) }
  }
}

/** A diagnostic about a file that the system would not give. */
export function unreadable(file: string, error: NodeJS.ErrnoException): Diagnostic {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or directory',
    EACCES: 'it may not be read: permission denied',
    EISDIR: 'it is a directory',
    ENOTDIR: 'a part of its path is not a directory',
    ELOOP: 'its symbolic links go in circles',
  }
  const reason = reasons[error.code ?? ''] ?? `it cannot be read: ${error.message}`
  return at(file, error.code === 'ENOENT' ? 'file/missing' : 'file/unreadable', reason)
}

function decode(file: string, bytes: Buffer): ReadText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse(file, 'file/encoding', 'the file is UTF-16', 'save it as UTF-8')
  }
  const zero = bytes.indexOf(0)
  if (zero !== -1) return refuse(file, 'file/binary', `the file is not text: byte ${zero} is zero`)
  try {
    return { text: utf8.decode(bytes) }
  } catch {
    const offset = firstInvalid(bytes)
    const line = bytes.subarray(0, offset).reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1)
    const start = bytes.lastIndexOf(0x0a, offset - 1) + 1
    const column = Array.from(bytes.toString('utf8', offset === 0 ? 0 : start, offset)).length + 1
    const message = `the file is not UTF-8: byte 0x${bytes[offset]!.toString(16)} at offset ${offset}`
    return { diagnostic: { ...at(file, 'file/encoding', message), line, column, hint: 'save it as UTF-8' } }
  }
}

// Where decoding first fails, by halving: a prefix is good if only its end is cut off.
function firstInvalid(bytes: Buffer): number {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (decodes(bytes.subarray(0, middle), true)) low = middle
    else high = middle - 1
  }
  // Streaming accepts the beginning of a sequence that the next byte breaks: the fault is where it began.
  while (low > 0 && !decodes(bytes.subarray(0, low), false)) low -= 1
  return Math.min(low, bytes.length - 1)
}

function decodes(bytes: Buffer, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

function refuse(file: string, code: `${string}/${string}`, message: string, hint?: string): ReadText {
  return { diagnostic: hint === undefined ? at(file, code, message) : { ...at(file, code, message), hint } }
}

function at(file: string, code: `${string}/${string}`, message: string): Diagnostic {
  return { code, severity: 'error', message, file, line: 1, column: 1 }
}
