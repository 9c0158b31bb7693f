// Regular expressions in calls; one that is none makes the call fail.
import { goRegexp, isPatternError } from '../../../model/go-regexp.ts'
import { fail } from '../values/failure.ts'

/** A pattern ready to use, from its beginning. */
export function compiledPattern(pattern: string): RegExp {
  const compiled = goRegexp(pattern)
  if (isPatternError(compiled)) return fail(compiled.problem)
  compiled.lastIndex = 0
  return compiled
}
