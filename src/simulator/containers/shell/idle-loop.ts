// Loops that only sleep: nothing happens in them, so they cost nothing.
import type { Command, Script } from './syntax.ts'

/** How long a loop sleeps that does nothing else: `while true; do sleep 1; done`. */
export function pauseOf({ until, condition, body }: Extract<Command, { type: 'while' }>): number | undefined {
  const test = plain(condition)
  if (until || test === undefined || (test !== 'true' && test !== ':')) return undefined
  const text = plain(body)
  const seconds = text?.startsWith('sleep ') === true ? Number(text.slice('sleep '.length)) : Number.NaN
  return Number.isNaN(seconds) || seconds <= 0 ? undefined : seconds * 1000
}

/** The text of a script that is one command of plain words. */
function plain(script: Script): string | undefined {
  const [only] = script
  if (script.length !== 1 || only === undefined || only.background || only.command.type !== 'simple') return undefined
  const { words, redirects, assignments } = only.command
  if (redirects.length + assignments.length > 0) return undefined
  const texts: string[] = []
  for (const word of words) {
    const [piece] = word
    if (word.length !== 1 || piece?.type !== 'text') return undefined
    texts.push(piece.text)
  }
  return texts.join(' ')
}
