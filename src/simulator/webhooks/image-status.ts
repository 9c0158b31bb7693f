// What a played webhook answers to an ImageReview, which expressions see as `object`.
import type { CompiledBehaviours } from './behaviours.ts'
import type { Review } from './contract.ts'

/** ImageReviewStatus. */
export function imageStatus({ denies }: CompiledBehaviours, review: Review): Readonly<Record<string, unknown>> {
  const denied = denies.find(({ when }) => when({ ...review, request: { object: review } }))
  if (denied === undefined) return { allowed: true }
  return { allowed: false, ...(denied.message === undefined ? {} : { reason: denied.message }) }
}
