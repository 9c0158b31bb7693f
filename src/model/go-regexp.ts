// Go's regular expressions (RE2) by the engine's own: a pattern is read as Go reads it, refused in Go's words, and written anew as
// JavaScript has it. Limits: leftmost-first as in Go, but backtracking costs what it costs; letters are folded within ASCII.
// Upstream: Go's regexp/syntax/parse.go with the flags of Perl.

import { Fault, Parser } from './go-regexp/parser.ts'

/** Why a pattern is none, in Go's words. */
export interface PatternError {
  readonly problem: string
}

const LIMIT = 1024
const known = new Map<string, RegExp | PatternError>()

/** Tells a pattern that is none. */
export const isPatternError = (value: RegExp | PatternError): value is PatternError => 'problem' in value

/** The pattern as a global expression, or why it is none; remembered. */
export function goRegexp(pattern: string): RegExp | PatternError {
  const found = known.get(pattern)
  if (found !== undefined) return found
  const made = translate(pattern)
  if (known.size >= LIMIT) known.clear()
  known.set(pattern, made)
  return made
}

/** What Go says against a pattern; undefined when it is one. */
export function goRegexpProblem(pattern: string): string | undefined {
  const made = goRegexp(pattern)
  return isPatternError(made) ? made.problem : undefined
}

/** Whether a pattern is found in a text; one that is no pattern is not. */
export function goRegexpMatches(pattern: string, text: string): boolean {
  const made = goRegexp(pattern)
  if (isPatternError(made)) return false
  made.lastIndex = 0
  return made.test(text)
}

function translate(pattern: string): RegExp | PatternError {
  try {
    return new RegExp(new Parser(pattern).whole(), 'gu')
  } catch (fault) {
    if (fault instanceof Fault) return { problem: `error parsing regexp: ${fault.why}: \`${fault.at}\`` }
    throw fault
  }
}
