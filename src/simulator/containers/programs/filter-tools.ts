// Tools that read text and write text: cat, head, grep, sed, sort, uniq, wc, cut, tr, tee, awk's most common use, base64.
import type { Program, ProgramContext, Source } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { endlessSource } from '../shell/endless.ts'
import { LineReader, readAll, textSource } from '../shell/streams.ts'
import { unescaped } from './escapes.ts'
import { bytesOf, optionsOf } from './file-tools.ts'
import { regexOf } from './regex.ts'
import { sedScript } from './sed.ts'
import { complaint, failedStatus } from './tool-words.ts'
import { userlandOf } from './userland.ts'

/** The texts of the named files, or of the input; what cannot be read is told. */
export function sources(context: ProgramContext, names: readonly string[]): { name: string; source: Source }[] {
  if (names.length === 0) return [{ name: '-', source: context.input }]
  const found: { name: string; source: Source }[] = []
  for (const name of names) {
    if (name === '-' || name === '/dev/stdin') {
      found.push({ name, source: context.input })
      continue
    }
    try {
      const endless = endlessSource(context.world, name, context.cwd)
      found.push({ name, source: endless ?? textSource(context.world.files.read(absolute(name, context.cwd))) })
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      context.err.write(`${context.name}: ${complaint(userlandOf(context.world), context.name, name, error)}\n`)
    }
  }
  return found
}

/** The exit code of a tool that found those of the files it was given. */
const statusOf = ({ world, name }: ProgramContext, found: readonly unknown[], names: readonly string[]): number =>
  found.length < Math.max(names.length, 1) ? failedStatus(userlandOf(world), name) : 0

function* cat(context: ProgramContext, args: readonly string[]): Co<number> {
  const { names } = optionsOf(args)
  const found = sources(context, names)
  for (const { source } of found)
    for (let text = yield* source.read(); text !== undefined; text = yield* source.read()) context.out.write(text)
  return statusOf(context, found, names)
}

/** Options with a value: `-n 5`, `-n5`. */
export function valued(args: readonly string[], letters: string): { values: Map<string, string>; rest: string[] } {
  const values = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const letter = arg[1] ?? ''
    if (arg.startsWith('-') && arg.length > 1 && letters.includes(letter))
      values.set(letter, arg.length > 2 ? arg.slice(2) : (args[++i] ?? ''))
    else rest.push(arg)
  }
  return { values, rest }
}

function* head(context: ProgramContext, args: readonly string[]): Co<number> {
  const plain = args.map((arg, at) =>
    /^-\d+$/.test(arg) && !/^-[nc]$/.test(args[at - 1] ?? '') ? `-n${arg.slice(1)}` : arg,
  )
  const { values, rest } = valued(plain, 'nc')
  const { names } = optionsOf(rest)
  const found = sources(context, names)
  for (const { source } of found) {
    const bytes = values.get('c')
    if (bytes !== undefined) {
      yield* firstBytes(source, bytesOf(bytes), (text) => context.out.write(text))
      continue
    }
    const reader = new LineReader(source)
    for (let left = Number(values.get('n') ?? 10); left > 0; left--) {
      const line = yield* reader.line()
      if (line === undefined) break
      context.out.write(`${line}\n`)
    }
  }
  return statusOf(context, found, names)
}

/** Hands on so many bytes; all but so many of the last where the number is below zero. */
export function* firstBytes(source: Source, count: number, write: (text: string) => void): Co<void> {
  if (count < 0) {
    const all = Buffer.from(yield* readAll(source))
    write(all.subarray(0, Math.max(all.length + count, 0)).toString())
    return
  }
  let left = count
  while (left > 0) {
    const text = yield* source.read()
    if (text === undefined) return
    const bytes = Buffer.byteLength(text)
    write(bytes <= left ? text : Buffer.from(text).subarray(0, left).toString())
    left -= bytes
  }
}

const meta = /[.*+?^${}()|[\]\\]/g

function* grep(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'emABC')
  const { options, names } = optionsOf(rest)
  const given = values.get('e') ?? names.shift() ?? ''
  const pattern = options.has('F') || context.name === 'fgrep' ? given.replaceAll(meta, '\\$&') : given
  const extended =
    options.has('E') || options.has('P') || context.name === 'egrep' || options.has('F') || context.name === 'fgrep'
  const body = options.has('w') ? `\\b(?:${pattern})\\b` : options.has('x') ? `^(?:${pattern})$` : pattern
  const regex = regexOf(body, extended || options.has('w') || options.has('x'), options.has('i') ? 'i' : '')
  const found = sources(context, names)
  let any = 0
  for (const { name, source } of found) {
    const reader = new LineReader(source)
    let count = 0
    for (let n = 1, line = yield* reader.line(); line !== undefined; n++, line = yield* reader.line()) {
      if (regex.test(line) === options.has('v')) continue
      count++
      if (options.has('q')) return 0
      if (options.has('c') || options.has('l')) continue
      const shown = options.has('o') ? (regex.exec(line)?.[0] ?? line) : line
      context.out.write(
        `${names.length > 1 && !options.has('h') ? `${name}:` : ''}${options.has('n') ? `${n}:` : ''}${shown}\n`,
      )
      if (values.has('m') && count >= Number(values.get('m'))) break
    }
    if (options.has('c')) context.out.write(`${names.length > 1 ? `${name}:` : ''}${count}\n`)
    if (options.has('l') && count > 0) context.out.write(`${name}\n`)
    any += count
  }
  return any > 0 ? 0 : statusOf(context, found, names) || 1
}

function* sed(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'e')
  const { options, names } = optionsOf(rest)
  const script = sedScript(values.get('e') ?? names.shift() ?? '', options.has('E') || options.has('r'))
  const found = sources(context, names)
  for (const { name, source } of found) {
    const reader = new LineReader(source)
    let text = ''
    const print = (line: string): void => {
      if (options.has('i')) text += `${line}\n`
      else context.out.write(`${line}\n`)
    }
    for (let n = 1, line = yield* reader.line(); line !== undefined; n++, line = yield* reader.line()) {
      const next = script(line, n)
      for (const each of next.print) print(each)
      if (next.line !== undefined && !options.has('n')) print(next.line)
      if (next.quit) break
    }
    if (options.has('i')) context.world.files.write(absolute(name, context.cwd), text)
  }
  return statusOf(context, found, names)
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

function* sort(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'kt')
  const { options, names } = optionsOf(rest)
  let lines: string[] = []
  const found = sources(context, names)
  const failed = statusOf(context, found, names)
  if (failed !== 0) return failed
  for (const { source } of found) lines = lines.concat(linesOf(yield* readAll(source)))
  const field = Number.parseInt(values.get('k') ?? '0', 10)
  const key = (line: string): string => (field === 0 ? line : (line.split(values.get('t') ?? /\s+/)[field - 1] ?? ''))
  const order = options.has('n')
    ? (a: string, b: string): number => Number.parseFloat(key(a) || '0') - Number.parseFloat(key(b) || '0')
    : (a: string, b: string): number => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
  lines.sort(order)
  if (options.has('r')) lines.reverse()
  if (options.has('u')) lines = [...new Set(lines)]
  for (const line of lines) context.out.write(`${line}\n`)
  return 0
}

function* uniq(context: ProgramContext, args: readonly string[]): Co<number> {
  const { options, names } = optionsOf(args)
  const found = sources(context, names)
  for (const { source } of found) {
    let last: string | undefined
    let count = 0
    const say = (): void => {
      if (last !== undefined && (!options.has('d') || count > 1))
        context.out.write(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`)
    }
    for (const line of linesOf(yield* readAll(source))) {
      if (line === last) count++
      else {
        say()
        last = line
        count = 1
      }
    }
    say()
  }
  return statusOf(context, found, names)
}

function* wc(context: ProgramContext, args: readonly string[]): Co<number> {
  const { options, names } = optionsOf(args)
  const found = sources(context, names)
  for (const { name, source } of found) {
    const text = yield* readAll(source)
    const counts: string[] = []
    const all = options.size === 0
    if (all || options.has('l')) counts.push(String(text.split('\n').length - 1))
    if (all || options.has('w')) counts.push(String(text.split(/\s+/).filter((word) => word !== '').length))
    if (all || options.has('c')) counts.push(String(Buffer.byteLength(text)))
    const shown = counts.length === 1 ? counts[0]! : counts.map((count) => count.padStart(9)).join('')
    context.out.write(`${shown}${name === '-' ? '' : ` ${name}`}\n`)
  }
  return statusOf(context, found, names)
}

function* cut(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'dfc')
  const separator = values.get('d') ?? '\t'
  const ranges = (values.get('f') ?? values.get('c') ?? '1').split(',').map((range) => {
    const [from = '', to] = range.split('-')
    return [Number(from || 1), to === undefined ? Number(from) : Number(to || Number.MAX_SAFE_INTEGER)] as const
  })
  const { names } = optionsOf(rest)
  const found = sources(context, names)
  for (const { source } of found)
    for (const line of linesOf(yield* readAll(source))) {
      const parts = values.has('f') ? line.split(separator) : [...line]
      const kept = parts.filter((_, i) => ranges.some(([from, to]) => i + 1 >= from && i + 1 <= to))
      context.out.write(
        `${values.has('f') && parts.length === 1 ? line : kept.join(values.has('f') ? separator : '')}\n`,
      )
    }
  return statusOf(context, found, names)
}

/** `a-z` and classes as their letters. */
function letters(set: string): string[] {
  const plain = unescaped(set)
    .replace('[:upper:]', 'A-Z')
    .replace('[:lower:]', 'a-z')
    .replace('[:digit:]', '0-9')
    .replace('[:space:]', ' \t\n\r\f\v')
  const out: string[] = []
  for (let i = 0; i < plain.length; i++) {
    if (plain[i + 1] === '-' && i + 2 < plain.length) {
      for (let c = plain.charCodeAt(i); c <= plain.charCodeAt(i + 2); c++) out.push(String.fromCharCode(c))
      i += 2
    } else out.push(plain[i]!)
  }
  return out
}

function* tr(context: ProgramContext, args: readonly string[]): Co<number> {
  const { options, names } = optionsOf(args)
  const from = letters(names[0] ?? '')
  const to = letters(names[1] ?? '')
  const map = new Map(from.map((letter, i) => [letter, options.has('d') ? '' : (to[i] ?? to.at(-1) ?? letter)]))
  for (let text = yield* context.input.read(); text !== undefined; text = yield* context.input.read()) {
    let out = ''
    for (const c of text) {
      if (options.has('c')) out += map.has(c) ? c : options.has('d') ? '' : (to.at(-1) ?? '')
      else out += map.get(c) ?? c
    }
    context.out.write(out)
  }
  return 0
}

function* tee(context: ProgramContext, args: readonly string[]): Co<number> {
  const { options, names } = optionsOf(args)
  const paths = names.flatMap((name) => {
    const path = absolute(name, context.cwd)
    try {
      context.world.files.write(path, '', options.has('a'))
      return [path]
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      context.err.write(`${context.name}: ${complaint(userlandOf(context.world), context.name, name, error)}\n`)
      return []
    }
  })
  for (let text = yield* context.input.read(); text !== undefined; text = yield* context.input.read()) {
    context.out.write(text)
    for (const path of paths) context.world.files.write(path, text, true)
  }
  return paths.length < names.length ? 1 : 0
}

function* base64(context: ProgramContext, args: readonly string[]): Co<number> {
  const { options, names } = optionsOf(args.filter((arg) => arg !== '-w' && arg !== '-w0' && arg !== '0'))
  const found = sources(context, names)
  for (const { source } of found) {
    const text = yield* readAll(source)
    const decode = options.has('d') || options.has('decode')
    context.out.write(
      decode ? Buffer.from(text, 'base64').toString('utf8') : `${Buffer.from(text).toString('base64')}\n`,
    )
  }
  return statusOf(context, found, names)
}

function* xargs(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'nI')
  const words = (yield* readAll(context.input)).split(/\s+/).filter((word) => word !== '')
  const command = rest.length === 0 ? ['echo'] : rest
  const place = values.get('I')
  const size = Number(values.get('n') ?? (place === undefined ? words.length : 1)) || 1
  let code = 0
  for (let i = 0; i < Math.max(words.length, 1); i += size) {
    const some = words.slice(i, i + size)
    const argv =
      place === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(place, some[0] ?? ''))
    const status = yield* context.run(argv)
    if (status === 126 || status === 127) return status
    if (status !== 0) code = 123
  }
  return code
}

/** By name. */
export const filterTools: Readonly<Record<string, Program>> = {
  cat,
  head,
  grep,
  egrep: grep,
  fgrep: grep,
  sed,
  sort,
  uniq,
  wc,
  cut,
  tr,
  tee,
  base64,
  xargs,
  rev: function* (context) {
    for (const line of linesOf(yield* readAll(context.input))) context.out.write(`${[...line].reverse().join('')}\n`)
    return 0
  },
}
