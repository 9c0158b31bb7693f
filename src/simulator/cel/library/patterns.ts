// Regular expressions in calls; one that is none makes the call fail.
import { goRegexp, isPatternError } from '../../../model/go-regexp.ts'
import { fail } from '../values/failure.ts'

/** A pattern ready to use, from its beginning; `what` begins the failure where it is none. */
export function compiledPattern(pattern: string, what = ''): RegExp {
  const compiled = goRegexp(pattern)
  if (isPatternError(compiled)) return fail(what + compiled.problem)
  compiled.lastIndex = 0
  return compiled
}
