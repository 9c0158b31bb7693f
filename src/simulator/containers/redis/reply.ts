// What a redis server answers, and how redis-cli writes it: in words on a terminal, as it is elsewhere.
// Upstream: cliFormatReplyTTY, cliFormatReplyRaw in redis' src/redis-cli.c; sdscatrepr in src/sds.c.

/** An answer: a text, a number, nothing, a list, a word of the server's, a refusal. */
export type Reply =
  | string
  | number
  | undefined
  | readonly Reply[]
  | { readonly status: string }
  | { readonly error: string }

const isList = (reply: Reply): reply is readonly Reply[] => Array.isArray(reply)

/** As it is: one text to a line. */
export function rawReply(reply: Reply): string {
  if (reply === undefined) return ''
  if (typeof reply !== 'object') return String(reply)
  if (isList(reply)) return reply.map(rawReply).join('\n')
  return 'error' in reply ? `${reply.error}\n` : reply.status
}

/** In words; before redis 6 an empty list was called otherwise. */
export function wordedReply(reply: Reply, old: boolean, prefix = ''): string {
  if (reply === undefined) return '(nil)\n'
  if (typeof reply === 'number') return `(integer) ${reply}\n`
  if (typeof reply === 'string') return `${quoted(reply)}\n`
  if (!isList(reply)) return 'error' in reply ? `(error) ${reply.error}\n` : `${reply.status}\n`
  if (reply.length === 0) return old ? '(empty list or set)\n' : '(empty array)\n'
  const width = String(reply.length).length
  const inner = `${prefix}${' '.repeat(width + 2)}`
  return reply
    .map((each, i) => `${i === 0 ? '' : prefix}${String(i + 1).padStart(width)}) ${wordedReply(each, old, inner)}`)
    .join('')
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
}

function quoted(text: string): string {
  let shown = ''
  for (const byte of Buffer.from(text)) {
    const letter = String.fromCharCode(byte)
    const printable = byte >= 0x20 && byte < 0x7f
    shown += escapes[letter] ?? (printable ? letter : `\\x${byte.toString(16).padStart(2, '0')}`)
  }
  return `"${shown}"`
}
