// echo, printf, seq, expr, env and tools that say something; those that read text are in filter-tools.ts.
import type { Program } from '../contract.ts'
import { FsError } from '../files/file-system.ts'
import { evaluate } from '../shell/arithmetic.ts'
import { patternOf } from '../shell/patterns.ts'
import { ArithmeticError } from '../shell/syntax.ts'
import { dd } from './dd.ts'
import { unescaped } from './escapes.ts'
import { filterTools } from './filter-tools.ts'
import { tail } from './tail.ts'
import { complaint, missingOperand } from './tool-words.ts'
import { userlandOf } from './userland.ts'

const echoOptions = /^-[neE]+$/

const echo: Program = ({ out }, args) => {
  let at = 0
  let newline = true
  let special = false
  for (; at < args.length && echoOptions.test(args[at]!); at++) {
    if (args[at]!.includes('n')) newline = false
    if (args[at]!.includes('e')) special = true
  }
  const text = args.slice(at).join(' ')
  out.write(`${special ? unescaped(text) : text}${newline ? '\n' : ''}`)
  return 0
}

const conversion = /%(-?0?\d*)(?:\.(\d+))?([sdiuxXofcbq%])/g

const printf: Program = ({ out, err, world }, args) => {
  const [format, ...values] = args
  if (format === undefined) {
    err.write(`${userlandOf(world) === 'gnu' ? missingOperand('printf') : 'sh: usage: printf FORMAT [ARGUMENT...]\n'}`)
    return userlandOf(world) === 'gnu' ? 1 : 2
  }
  let at = 0
  do {
    const from = at
    const text = unescaped(format).replaceAll(
      conversion,
      (_, width: string, precision: string | undefined, type: string) => {
        if (type === '%') return '%'
        return padded(converted(values[at++] ?? '', type, precision), width)
      },
    )
    out.write(text)
    if (at === from) break
  } while (at < values.length)
  return 0
}

function converted(value: string, type: string, precision: string | undefined): string {
  if (type === 's') return precision === undefined ? value : value.slice(0, Number(precision))
  if (type === 'b') return unescaped(value)
  if (type === 'c') return value.slice(0, 1)
  if (type === 'q') return value
  const number = Number(value || '0')
  if (type === 'f') return number.toFixed(Number(precision ?? 6))
  const whole = Math.trunc(Number.isNaN(number) ? 0 : number)
  if (type === 'x') return whole.toString(16)
  if (type === 'X') return whole.toString(16).toUpperCase()
  return type === 'o' ? whole.toString(8) : String(whole)
}

function padded(text: string, width: string): string {
  if (width.startsWith('-')) return text.padEnd(Number(width.slice(1)))
  return text.padStart(Number(width || '0'), width.startsWith('0') ? '0' : ' ')
}

const seq: Program = ({ out }, args) => {
  const numbers = args.filter((arg) => !arg.startsWith('-') || !Number.isNaN(Number(arg))).map(Number)
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0]!]
      : numbers.length === 2
        ? [numbers[0]!, 1, numbers[1]!]
        : [numbers[0]!, numbers[1]!, numbers[2]!]
  let text = ''
  for (let n = first; step > 0 ? n <= last : n >= last; n += step) text += `${n}\n`
  out.write(text)
  return 0
}

const expr: Program = ({ out, err }, args) => {
  const at = args.indexOf(':')
  if (at === 1) {
    const match = new RegExp(`^(?:${args[2]?.replaceAll('\\(', '(').replaceAll('\\)', ')')})`).exec(args[0]!)
    out.write(`${match?.[1] ?? match?.[0].length ?? 0}\n`)
    return match === null ? 1 : 0
  }
  try {
    const text = args.map((arg) => (arg === '=' ? '==' : arg)).join(' ')
    const value = evaluate(text, { get: () => undefined, set() {} })
    out.write(`${value}\n`)
    return value === 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    err.write('expr: syntax error\n')
    return 2
  }
}

const env: Program = (context, args) => {
  const own = new Map(context.env)
  let at = 0
  for (; at < args.length; at++) {
    const arg = args[at]!
    const equals = arg.indexOf('=')
    if (arg === '-i') own.clear()
    else if (arg === '-u') own.delete(args[++at] ?? '')
    else if (equals > 0) own.set(arg.slice(0, equals), arg.slice(equals + 1))
    else break
  }
  if (at < args.length) return context.run(args.slice(at), { env: own })
  for (const [name, value] of own) context.out.write(`${name}=${value}\n`)
  return 0
}

const printenv: Program = ({ env: variables, out }, args) => {
  if (args.length === 0) for (const [name, value] of variables) out.write(`${name}=${value}\n`)
  let code = 0
  for (const name of args) {
    const value = variables.get(name)
    if (value === undefined) code = 1
    else out.write(`${value}\n`)
  }
  return code
}

const find: Program = ({ world, cwd, out, err, name: tool }, args) => {
  const tests = args.findIndex((arg) => arg.startsWith('-'))
  const roots = tests < 0 ? args : args.slice(0, tests)
  const option = (flag: string): string | undefined => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined)
  const names = option('-name')
  const type = option('-type')
  let code = 0
  const visit = (path: string, shown: string): void => {
    const node = world.files.get(path, false)
    if (node === undefined) {
      err.write(`${tool}: ${complaint(userlandOf(world), tool, shown, new FsError('ENOENT'))}\n`)
      code = 1
      return
    }
    const base = shown.split('/').at(-1) ?? ''
    const fits = type === undefined || (type === 'd') === (node.kind === 'directory')
    if (fits && (names === undefined || patternOf(names).test(base))) out.write(`${shown}\n`)
    if (node.kind !== 'directory') return
    for (const entry of [...node.entries.keys()].sort())
      visit(`${path === '/' ? '' : path}/${entry}`, `${shown === '/' ? '' : shown}/${entry}`)
  }
  for (const root of roots.length === 0 ? ['.'] : roots) visit(root.startsWith('/') ? root : `${cwd}/${root}`, root)
  return code
}

/** By name. */
export const textTools: Readonly<Record<string, Program>> = {
  ...filterTools,
  dd,
  tail,
  echo,
  printf,
  seq,
  expr,
  env,
  printenv,
  find,
  true: () => 0,
  false: () => 1,
  yes: function* ({ out, world }, args) {
    for (;;) {
      for (let i = 0; i < 1000; i++) out.write(`${args.length === 0 ? 'y' : args.join(' ')}\n`)
      yield (resume) => {
        world.clock.after(1, resume)
        return undefined
      }
    }
  },
}
