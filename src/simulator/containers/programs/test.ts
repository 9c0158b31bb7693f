// test, [: conditions on files, texts and numbers.
import { absolute, type FileSystem } from '../files/file-system.ts'
import { treeSize } from '../files/nodes.ts'

/** True or false, or what is wrong with the expression. */
export function test(files: FileSystem, cwd: string, args: readonly string[]): boolean | string {
  if (args.length === 0) return false
  const or = args.lastIndexOf('-o')
  if (or > 0 && args.length > 3) return both(files, cwd, args, or, (a, b) => a || b)
  const and = args.lastIndexOf('-a')
  if (and > 0 && args.length > 3) return both(files, cwd, args, and, (a, b) => a && b)
  if (args[0] === '!') {
    const result = test(files, cwd, args.slice(1))
    return typeof result === 'string' ? result : !result
  }
  if (args[0] === '(' && args.at(-1) === ')') return test(files, cwd, args.slice(1, -1))
  const [a = '', b = '', c = ''] = args
  if (args.length === 1) return a !== ''
  if (args.length === 2) return unary(files, cwd, a, b)
  return args.length === 3 ? compare(a, b, c) : `${args[0]}: unknown operand`
}

function both(
  files: FileSystem,
  cwd: string,
  args: readonly string[],
  at: number,
  join: (a: boolean, b: boolean) => boolean,
): boolean | string {
  const left = test(files, cwd, args.slice(0, at))
  const right = test(files, cwd, args.slice(at + 1))
  if (typeof left === 'string') return left
  return typeof right === 'string' ? right : join(left, right)
}

function unary(files: FileSystem, cwd: string, op: string, operand: string): boolean | string {
  if (op === '-n') return operand !== ''
  if (op === '-z') return operand === ''
  if (op === '-t') return false
  const path = absolute(operand, cwd)
  const node = operand === '' ? undefined : files.get(path)
  switch (op) {
    case '-e':
    case '-r':
    case '-w':
      return node !== undefined
    case '-f':
      return node?.kind === 'file'
    case '-d':
      return node?.kind === 'directory'
    case '-s':
      return node !== undefined && (node.kind === 'directory' || treeSize(node) > 0)
    case '-x':
      return node?.kind === 'directory' || (node?.kind === 'file' && (node.mode & 0o111) !== 0)
    case '-L':
    case '-h':
      return files.get(path, false)?.kind === 'link'
    default:
      return `${op}: unknown operand`
  }
}

const numbers: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
}
const integer = /^\s*[-+]?\d+\s*$/

function compare(a: string, op: string, b: string): boolean | string {
  if (op === '=' || op === '==') return a === b
  if (op === '!=') return a !== b
  const number = numbers[op]
  if (number === undefined) return `${a}: unknown operand`
  for (const text of [a, b]) if (!integer.test(text)) return `${text}: bad number`
  return number(Number(a), Number(b))
}
