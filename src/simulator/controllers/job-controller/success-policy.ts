// Whether enough of an indexed Job has succeeded by its successPolicy. Upstream: pkg/controller/job/success_policy.go.
import type { Job } from '../../../generated/api/batch.v1.ts'
import { Indexes } from './indexes.ts'

/** The message of the rule that is met. */
export function successMet({ spec }: Job, succeeded: Indexes): string | undefined {
  if (spec.successPolicy === undefined || succeeded.size === 0) return undefined
  for (const [index, { succeededIndexes, succeededCount }] of (spec.successPolicy.rules ?? []).entries()) {
    const message = `Matched rules at index ${index}`
    if (succeededIndexes !== undefined) {
      const required = Indexes.parse(succeededIndexes, spec.completions ?? 0)
      if (required.size === 0) continue
      const overlap = succeeded.overlap(required)
      if (overlap === required.size || (succeededCount !== undefined && overlap >= succeededCount)) return message
    } else if (succeededCount !== undefined && succeeded.size >= succeededCount) return message
  }
  return undefined
}
