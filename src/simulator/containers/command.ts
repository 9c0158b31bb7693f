// What a command line does, as far as that can be told without a shell: sleep, true, false, echo, exit, and short scripts of
// these. Commands nobody knows run for ever and stop when asked to.
import type { Plan } from './plan.ts'

const shells = new Set(['sh', 'bash', 'ash', '/bin/sh', '/bin/bash', '/bin/ash'])
const separators = /\s*(?:;|&&|\n)\s*/
const duration = /^(\d+(?:\.\d+)?)([smhd]?)$/
const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The plan of a command line. */
export function planOf(argv: readonly string[]): Plan {
  const [program = '', ...args] = argv
  if (shells.has(program)) {
    const at = args.findIndex((arg) => arg.startsWith('-') && arg.includes('c'))
    return at < 0 ? { exits: { after: 0, code: 0 }, onTerm: 'ignores' } : planOfScript(args[at + 1] ?? '')
  }
  return planOfSteps([argv.join(' ')])
}

/** A script: its steps one after the other. */
function planOfScript(script: string): Plan {
  return planOfSteps(script.split(separators).filter((step) => step !== ''))
}

type OnTerm = Plan['onTerm']

/** A program that is somebody's first process and has no handler does not hear SIGTERM; programs nobody knows have one. */
const unknownProgram: OnTerm = { after: 0, code: 0 }

function planOfSteps(steps: readonly string[]): Plan {
  const logs: string[] = []
  let after = 0
  let code = 0
  let trapped: OnTerm | undefined
  for (const step of steps) {
    const [word = '', ...rest] = step.trim().split(blanks)
    if (word === 'exit') return { exits: { after, code: Number(rest[0] ?? code) }, onTerm: trapped ?? 'ignores', logs }
    if (word === 'sleep') {
      const length = lengthOf(rest[0])
      if (length === undefined) return { onTerm: trapped ?? 'ignores', logs }
      after += length
      code = 0
    } else if (word === 'trap') trapped = trapOf(step)
    else if (word === 'echo') {
      logs.push(rest.join(' ').replaceAll(outerQuotes, ''))
      code = 0
    } else if (word === 'true' || word === ':') code = 0
    else if (word === 'false') code = 1
    else return { onTerm: trapped ?? (word === 'while' ? 'ignores' : unknownProgram), logs }
  }
  return { exits: { after, code }, onTerm: trapped ?? 'ignores', logs }
}

const blanks = /\s+/
const outerQuotes = /^["']|["']$/g
const exitTrap = /^trap\s+["']exit\s+(\d+)["']/

/** `trap "exit 0" TERM` exits, `trap "" TERM` turns a deaf ear. */
function trapOf(step: string): OnTerm {
  const code = exitTrap.exec(step.trim())?.[1]
  return code === undefined ? 'ignores' : { after: 0, code: Number(code) }
}

function lengthOf(text: string | undefined): number | undefined {
  const match = duration.exec(text ?? '')
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 1000)
}
