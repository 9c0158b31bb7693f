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

function planOfSteps(steps: readonly string[]): Plan {
  const logs: string[] = []
  let after = 0
  let code = 0
  for (const step of steps) {
    const [word = '', ...rest] = step.trim().split(/\s+/)
    if (word === 'exit') return { exits: { after, code: Number(rest[0] ?? code) }, onTerm: 'ignores', logs }
    if (word === 'sleep') {
      const length = lengthOf(rest[0])
      if (length === undefined) return { onTerm: 'ignores', logs }
      after += length
      code = 0
    } else if (word === 'echo') {
      logs.push(rest.join(' ').replaceAll(/^["']|["']$/g, ''))
      code = 0
    } else if (word === 'true' || word === ':') code = 0
    else if (word === 'false') code = 1
    else return { onTerm: { after: 0, code: 0 }, logs }
  }
  return { exits: { after, code }, onTerm: 'ignores', logs }
}

function lengthOf(text: string | undefined): number | undefined {
  const match = duration.exec(text ?? '')
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 1000)
}
