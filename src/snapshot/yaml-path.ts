// Which field a line of our own YAML stands in, for the heading of a diff's hunk. Reads indentation only: good for what
// yaml.ts renders (block style, lists not indented), not for YAML at large.

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|([^\s"'#-][^:]*|-[^\s:][^:]*)):(?:\s|$)/
const PLAIN_NAME = /^[A-Za-z_][\w-]*$/

interface Place {
  readonly indent: number
  readonly name: string
  index: number
}

/** The path at each line: `spec.containers[0].resources`; empty at the top of the text. */
export function yamlPaths(lines: readonly string[]): readonly string[] {
  const stack: Place[] = []
  return lines.map((line) => {
    place(line, stack)
    return stack.map((p, i) => text(p, i)).join('')
  })
}

function place(line: string, stack: Place[]): void {
  let indent = line.search(/\S/)
  if (indent === -1) return
  let rest = line.slice(indent)
  while (rest.startsWith('- ') || rest === '-') {
    // A list's items stand at their key's own indent.
    pop(stack, indent, true)
    const owner = stack.at(-1)
    if (owner !== undefined && owner.indent === indent) owner.index += 1
    else stack.push({ indent, name: '', index: 0 })
    indent += 2
    rest = rest.slice(2)
  }
  const key = KEY.exec(rest)
  if (key === null) return
  pop(stack, indent, false)
  stack.push({ indent, name: key[1] ?? key[2] ?? '', index: -1 })
}

function pop(stack: Place[], indent: number, keepOwner: boolean): void {
  for (let last = stack.at(-1); last !== undefined; last = stack.at(-1)) {
    if (last.indent < indent || (keepOwner && last.indent === indent)) return
    stack.pop()
  }
}

function text(place: Place, depth: number): string {
  const index = place.index === -1 ? '' : `[${place.index}]`
  if (place.name === '') return index
  if (!PLAIN_NAME.test(place.name)) return `["${place.name}"]${index}`
  return `${depth === 0 ? '' : '.'}${place.name}${index}`
}
