// Reads nginx's configuration files: directives of words, some with a block of others. Upstream: src/core/ngx_conf_file.c.

/** A directive with where it stands. */
export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  readonly block: readonly Directive[] | undefined
  readonly file: string
  readonly line: number
}

/** What cannot be read, in nginx's words. */
export class ConfigurationError extends Error {}

interface Token {
  readonly text: string
  readonly quoted: boolean
  readonly line: number
}

function* tokens(text: string): Iterable<Token> {
  let line = 1
  let i = 0
  while (i < text.length) {
    const c = text[i] as string
    if (c === '\n') line++
    if (/\s/.test(c)) i++
    else if (c === '#') while (i < text.length && text[i] !== '\n') i++
    else if (';{}'.includes(c)) {
      yield { text: c, quoted: false, line }
      i++
    } else if (c === '"' || c === "'") {
      let word = ''
      const from = line
      for (i++; i < text.length && text[i] !== c; i++) {
        if (text[i] === '\\' && i + 1 < text.length) word += escaped(text[++i] as string, c)
        else word += text[i]
        if (text[i] === '\n') line++
      }
      i++
      yield { text: word, quoted: true, line: from }
    } else {
      let word = ''
      for (; i < text.length && !/[\s;{]/.test(text[i] as string); i++) {
        word += text[i]
        // ${name} holds no block.
        if (text[i] === '$' && text[i + 1] === '{') {
          const end = text.indexOf('}', i)
          word += text.slice(i + 1, end + 1)
          i = end < 0 ? text.length : end
        }
      }
      yield { text: word, quoted: false, line }
    }
  }
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const escaped = (letter: string, quote: string): string =>
  letter === quote || letter === '\\' ? letter : (letters[letter] ?? `\\${letter}`)

/** The directives of a file. */
export function parseConfiguration(text: string, file: string): Directive[] {
  const all = [...tokens(text)]
  let at = 0
  const read = (inside: boolean): Directive[] => {
    const list: Directive[] = []
    let words: Token[] = []
    for (;;) {
      const token = all[at++]
      if (token === undefined) {
        const where = `${file}:${text.split('\n').length}`
        if (inside || words.length > 0)
          throw new ConfigurationError(`unexpected end of file, expecting ";" or "}" in ${where}`)
        return list
      }
      const { text: word, quoted, line } = token
      if (quoted || !';{}'.includes(word) || word === '') {
        words.push(token)
        continue
      }
      if (word === '}') {
        if (words.length > 0 || !inside) throw new ConfigurationError(`unexpected "}" in ${file}:${line}`)
        return list
      }
      const [first, ...rest] = words
      if (first === undefined) throw new ConfigurationError(`unexpected "${word}" in ${file}:${line}`)
      const block = word === '{' ? read(true) : undefined
      list.push({ name: first.text, args: rest.map((each) => each.text), block, file, line: first.line })
      words = []
    }
  }
  return read(false)
}
