// test, [: conditions on files, texts and numbers.
import { absolute, type FileSystem } from '../files/file-system.ts'
import { treeSize } from '../files/nodes.ts'

/** What is wrong with an expression. */
export type TestProblem =
  | { readonly is: 'open'; readonly closing: string | undefined }
  | { readonly is: 'number'; readonly word: string }
  | { readonly is: 'operator'; readonly words: readonly string[] }

/** True or false, or what is wrong with the expression. */
export function test(files: FileSystem, cwd: string, args: readonly string[]): boolean | TestProblem {
  if (args.length === 0) return false
  const or = args.lastIndexOf('-o')
  if (or > 0 && args.length > 3) return both(files, cwd, args, or, (a, b) => a || b)
  const and = args.lastIndexOf('-a')
  if (and > 0 && args.length > 3) return both(files, cwd, args, and, (a, b) => a && b)
  if (args[0] === '!') {
    const result = test(files, cwd, args.slice(1))
    return typeof result === 'boolean' ? !result : result
  }
  if (args[0] === '(' && args.at(-1) === ')') return test(files, cwd, args.slice(1, -1))
  const [a = '', b = '', c = ''] = args
  if (args.length === 1) return a !== ''
  if (args.length === 2) return unary(files, cwd, a, b)
  return args.length === 3 ? compare(a, b, c) : { is: 'operator', words: args }
}

function both(
  files: FileSystem,
  cwd: string,
  args: readonly string[],
  at: number,
  join: (a: boolean, b: boolean) => boolean,
): boolean | TestProblem {
  const left = test(files, cwd, args.slice(0, at))
  const right = test(files, cwd, args.slice(at + 1))
  if (typeof left !== 'boolean') return left
  return typeof right === 'boolean' ? join(left, right) : right
}

function unary(files: FileSystem, cwd: string, op: string, operand: string): boolean | TestProblem {
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
      return { is: 'operator', words: [op, operand] }
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

function compare(a: string, op: string, b: string): boolean | TestProblem {
  if (op === '=' || op === '==') return a === b
  if (op === '!=') return a !== b
  const number = numbers[op]
  if (number === undefined) return { is: 'operator', words: [a, op, b] }
  for (const word of [a, b]) if (!integer.test(word)) return { is: 'number', word }
  return number(Number(a), Number(b))
}
