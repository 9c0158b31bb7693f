// The blocks of a tar archive (ustar, with the long names of pax): entries to bytes and back.
// Upstream: POSIX.1-2001 pax(1), section "ustar interchange format".

const BLOCK = 512
const NAME_BYTES = 100

/** One file or directory of an archive. */
export interface TarEntry {
  readonly name: string
  readonly directory: boolean
  readonly mode: number
  /** Epoch seconds. */
  readonly modified: number
  readonly content: Buffer
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`

/** An archive of these entries. */
export function tarBytes(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = []
  for (const entry of entries) {
    const { content } = entry
    if (Buffer.byteLength(entry.name) > NAME_BYTES) {
      const record = paxRecord('path', entry.name)
      parts.push(header({ ...entry, name: 'pax', directory: false }, 'x', record.length), padded(record))
    }
    parts.push(header(entry, entry.directory ? '5' : '0', content.length), padded(content))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function header({ name, mode, modified }: TarEntry, type: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  Buffer.from(name).copy(block, 0, 0, NAME_BYTES)
  block.write(octal(mode & 0o7777, 8), 100)
  block.write(octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(modified, 12), 108)
  block.write(`        ${type}`, 148)
  block.write('ustar\x0000root', 257)
  block.write('root', 297)
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** `<length> <key>=<value>\n`, the length counting itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return Buffer.from(`${length} ${key}=${value}\n`)
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)])

/** The entries of an archive; what busybox says when the bytes are none. */
export function tarEntries(bytes: Buffer): TarEntry[] | 'short read' | 'invalid tar magic' {
  const entries: TarEntry[] = []
  let longName: string | undefined
  if (bytes.length < BLOCK) return 'short read'
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const block = bytes.subarray(at, at + BLOCK)
    if (block.every((byte) => byte === 0)) return entries
    if (block.toString('latin1', 257, 262) !== 'ustar') return 'invalid tar magic'
    const size = Number.parseInt(text(block, 124, 12), 8) || 0
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size)
    if (content.length < size) return 'short read'
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    const type = String.fromCharCode(block[156]!)
    if (type === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString())?.[1]
    if (type !== '0' && type !== '5' && type !== '\0') continue
    const prefix = text(block, 345, 155)
    entries.push({
      name: longName ?? (prefix === '' ? '' : `${prefix}/`) + text(block, 0, NAME_BYTES),
      directory: type === '5',
      mode: Number.parseInt(text(block, 100, 8), 8) || 0o644,
      modified: Number.parseInt(text(block, 136, 12), 8) || 0,
      content: Buffer.from(content),
    })
    longName = undefined
  }
  return entries
}

const text = (block: Buffer, at: number, length: number): string =>
  block.toString('utf8', at, at + length).split('\0', 1)[0]!
