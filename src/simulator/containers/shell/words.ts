// What shells say when something is wrong: ash (busybox), dash and bash have words of their own, and tell the line in their own
// way. As recorded (recordings/programs) from busybox 1.35, dash 0.5.12 and bash 5.2. What dash and bash say of a wrong expression
// depends on how they read it: that is marked as not simulated.
import type { FsError } from '../files/file-system.ts'
import type { TestProblem } from '../programs/test.ts'
import type { SyntaxProblem } from './syntax.ts'

/** Which shell it is. */
export type Flavour = 'ash' | 'dash' | 'bash'

/** Where a shell stands. */
export interface Standing {
  readonly flavour: Flavour
  /** What it was called, or its script. */
  readonly name: string
  /** Where its commands come from. */
  readonly from: 'argument' | 'file' | 'input' | 'terminal'
  /** It was given a name of its own: a script's, or the word after `-c SCRIPT`. */
  readonly named: boolean
  /** The first line is 1. */
  readonly line: number
}

/** What stands before every complaint; `builtin` where one of the shell's own commands complains. */
export function prefixOf({ flavour, name, from, named, line }: Standing, builtin?: string): string {
  const own = builtin === undefined ? '' : `${builtin}: `
  switch (flavour) {
    case 'ash': {
      const shown = from === 'terminal' || (builtin === undefined && !named) ? '' : `line ${ashLine(from, line)}: `
      return `${name}: ${own}${shown}`
    }
    case 'dash':
      return `${name}: ${line}: ${own}`
    default:
      return from === 'terminal' ? `${name}: ${own}` : `${name}: line ${line}: ${own}`
  }
}

/** ash counts the lines of `-c` from nought. */
const ashLine = (from: Standing['from'], line: number): number => (from === 'argument' ? line - 1 : line)

/** Why a program is not run, and its exit code. */
export function notRun(
  { flavour }: Standing,
  name: string,
  why: string,
  ofExec = false,
): { text: string; code: number } {
  const code = why === 'not found' ? 127 : 126
  if (flavour !== 'bash') return { text: `${name}: ${why === 'Is a directory' ? 'Permission denied' : why}`, code }
  if (why !== 'not found' || ofExec) return { text: `${name}: ${why}`, code }
  return { text: `${name}: ${name.includes('/') ? 'No such file or directory' : 'command not found'}`, code }
}

/** Why `cd` goes nowhere, and its exit code. */
export function notEntered({ flavour }: Standing, target: string, why: string): { text: string; code: number } {
  if (flavour === 'bash') return { text: `${target}: ${why}`, code: 1 }
  return { text: `can't cd to ${target}${flavour === 'ash' ? `: ${why}` : ''}`, code: 2 }
}

/** Why `.` finds no script. */
export function notSourced({ flavour }: Standing, path: string, { code, message }: FsError): string {
  if (flavour === 'bash') return `${path}: ${message}`
  if (flavour === 'ash') return `can't open '${path}': ${message}`
  return `cannot open ${path}: ${code === 'ENOENT' || code === 'ENOTDIR' ? 'No such file' : message}`
}

/** What is wrong with the words of `test`. */
export function notTested({ flavour }: Standing, problem: TestProblem): string {
  if (problem.is === 'open') return `missing ${flavour === 'bash' ? `\`${problem.closing}'` : problem.closing}`
  if (problem.is === 'number') {
    const { word } = problem
    if (flavour === 'ash') return `${word}: bad number`
    return flavour === 'dash' ? `Illegal number: ${word}` : `${word}: integer expression expected`
  }
  const [first = '', second = ''] = problem.words
  if (flavour === 'ash') return `${second}: unknown operand`
  if (flavour === 'dash') return `${first}: unexpected operator`
  if (problem.words.length > 3) return 'too many arguments'
  return problem.words.length === 3 ? `${second}: binary operator expected` : `${first}: unary operator expected`
}

/** Why a redirection cannot be opened, and the exit code of its command. */
export function notOpened(
  { flavour }: Standing,
  path: string,
  write: boolean,
  { code, message }: FsError,
): { text: string; code: number } {
  if (flavour === 'bash') return { text: `${path}: ${message}`, code: 1 }
  const missing = code === 'ENOENT' || code === 'ENOTDIR'
  if (flavour === 'ash') {
    const why = missing ? (write ? 'nonexistent directory' : 'no such file') : message
    return { text: `can't ${write ? 'create' : 'open'} ${path}: ${why}`, code: 1 }
  }
  const why = missing ? (write ? 'Directory nonexistent' : 'No such file') : message
  return { text: `cannot ${write ? 'create' : 'open'} ${path}: ${why}`, code: 2 }
}

/** Of a parameter that must be set: `?` asked for it, or `set -u`. */
export function notSet({ flavour }: Standing, name: string, operator: '?' | ':?' | undefined, text: string): string {
  if (operator !== undefined && text !== '') return `${name}: ${text}`
  if (flavour !== 'bash') return `${name}: parameter not set${operator === ':?' ? ' or null' : ''}`
  if (operator === undefined) return `${name}: unbound variable`
  return `${name}: parameter ${operator === ':?' ? 'null or not set' : 'not set'}`
}

/** The exit code of a shell that an expansion ends. */
export const expansionStatus = ({ flavour }: Standing, arithmetic: boolean): number =>
  flavour !== 'bash' ? 2 : arithmetic ? 1 : 127

/** What is wrong with an arithmetic expression; `problem` in ash's words. */
export function notCounted({ flavour }: Standing, expression: string, problem: string): string {
  if (flavour === 'ash') return problem
  const zero = problem === 'divide by zero'
  if (flavour === 'dash' && zero) return `arithmetic expression: division by zero: "${expression}"`
  return `NotSimulated: what ${flavour} says of the arithmetic expression "${expression}"`
}

/** The lines about a script that cannot be read; `text` is the script. */
export function unreadable(standing: Standing, problem: SyntaxProblem, text: string): string {
  const { flavour, name, from } = standing
  if (flavour === 'bash') return bashSyntax(standing, problem, text)
  const wording = flavour === 'ash' ? ashSyntax(problem) : dashSyntax(problem)
  const at = flavour === 'dash' ? `${standing.line}: ` : from === 'file' ? `line ${standing.line}: ` : ''
  return `${name}: ${at}${wording}\n`
}

/** The same of a script within another, which one of the shell's own commands was given. */
export function unreadableWithin(standing: Standing, builtin: string, problem: SyntaxProblem, text: string): string {
  const { flavour, name } = standing
  if (flavour === 'ash') return `${prefixOf(standing, builtin)}${ashSyntax(problem)}\n`
  if (flavour === 'dash') return `${prefixOf(standing, builtin)}${dashSyntax(problem)}\n`
  return bashSyntax({ ...standing, name: `${name}: ${builtin}`, from: 'file' }, problem, text)
}

/** Words of a script as ash and dash name them: only what they know by heart is quoted. */
const token = (text: string): string =>
  text === '' ? 'end of file' : text === '\n' ? 'newline' : known.test(text) ? `"${text}"` : 'word'
const known = /^(?:[;&|()]+|!|case|do|done|elif|else|esac|fi|for|if|in|then|until|while|[{}])$/

/** Of what is opened and never closed. */
function openText(sign: string): string {
  if (sign === '`') return 'EOF in backquote substitution'
  return sign === '}' ? "missing '}'" : 'unterminated quoted string'
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

function ashSyntax(problem: SyntaxProblem): string {
  if (typeof problem === 'string') return `syntax error: ${problem}`
  if ('open' in problem) return `syntax error: ${openText(problem.open)}`
  const { unexpected, expecting } = problem
  return `syntax error: unexpected ${token(unexpected)}${expecting === undefined ? '' : ` (expecting "${expecting}")`}`
}

function dashSyntax(problem: SyntaxProblem): string {
  if (problem === 'bad substitution') return 'Bad substitution'
  if (typeof problem === 'string') return `Syntax error: ${capital(problem)}`
  if ('open' in problem) return `Syntax error: ${capital(openText(problem.open))}`
  const { unexpected, expecting } = problem
  return `Syntax error: ${token(unexpected)} unexpected${expecting === undefined ? '' : ` (expecting "${expecting}")`}`
}

function bashSyntax({ name, from, line }: Standing, problem: SyntaxProblem, text: string): string {
  const before = from === 'terminal' ? `${name}: ` : `${name}: ${from === 'argument' ? '-c: ' : ''}line `
  const at = (n: number): string => (from === 'terminal' ? before : `${before}${n}: `)
  if (typeof problem === 'string') return `${at(line)}NotSimulated: what bash says of a ${problem}\n`
  if ('open' in problem) return `${at(line)}unexpected EOF while looking for matching \`${problem.open}'\n`
  const { unexpected } = problem
  const lines = text.split('\n')
  if (unexpected === '')
    return `${at(lines.length + (text.endsWith('\n') ? 0 : 1))}syntax error: unexpected end of file\n`
  const shown = unexpected === '\n' ? 'newline' : unexpected
  const near = `${at(line)}syntax error near unexpected token \`${shown}'\n`
  return from === 'terminal' ? near : `${near}${at(line)}\`${lines[line - 1] ?? ''}'\n`
}
