// Options that tools act on. One that nothing acts on is refused loudly: a tool that takes it in silence would say something else
// than a real one. Tools that are not listed here read their options themselves.
import type { Program } from '../contract.ts'

const letters: Readonly<Record<string, string>> = {
  cat: '',
  cp: 'afprR',
  du: 'hs',
  egrep: 'ceFhilmnoqsvwx',
  fgrep: 'ceFhilmnoqsvwx',
  grep: 'cEeFhilmnoPqsvwx',
  ln: 'fns',
  ls: '1Aadl',
  mkdir: 'p',
  mv: 'f',
  rm: 'frR',
  rmdir: '',
  tee: 'a',
  touch: '',
  uniq: 'cd',
  wc: 'clw',
}
/** Options whose value follows: what stands behind them in a word is no option. */
const valued: Readonly<Record<string, string>> = { egrep: 'em', fgrep: 'em', grep: 'em' }

/** The first option nothing acts on. */
function unknownOption(name: string, args: readonly string[]): string | undefined {
  const known = letters[name]
  if (known === undefined) return undefined
  for (const arg of args) {
    if (arg === '--') return undefined
    if (arg.startsWith('--')) return arg
    if (!arg.startsWith('-') || arg.length < 2) continue
    for (const letter of arg.slice(1)) {
      if (!known.includes(letter)) return `-${letter}`
      if (valued[name]?.includes(letter) === true) break
    }
  }
  return undefined
}

/** The tool, refusing what nothing acts on. */
export const guarded =
  (tool: Program): Program =>
  (context, args) => {
    const unknown = unknownOption(context.name, args)
    if (unknown === undefined) return tool(context, args)
    context.err.write(`${context.name}: option ${unknown} is NotSimulated\n`)
    return 1
  }
