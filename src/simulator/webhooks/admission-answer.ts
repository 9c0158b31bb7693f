// What a played webhook answers to an AdmissionReview.
import type { CompiledBehaviours } from './behaviours.ts'
import type { Review } from './contract.ts'

/** The reasons of refusals that codes stand for. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

/** The response, but for its uid. */
export function admissionAnswer(
  { denies, warns, patches }: CompiledBehaviours,
  review: Review,
): Readonly<Record<string, unknown>> {
  const warnings = warns.filter(({ when }) => when(review)).map(({ text }) => text)
  const warned = warnings.length === 0 ? {} : { warnings }
  const denied = denies.find(({ when }) => when(review))
  if (denied !== undefined) {
    const { code, message } = denied
    if (message === undefined) return { allowed: false, ...warned }
    const reason = REASONS[code]
    return { allowed: false, status: { code, ...(reason ? { reason } : {}), message }, ...warned }
  }
  const operations = patches.filter(({ when }) => when(review)).flatMap((patch) => patch.operations(review))
  if (operations.length === 0) return { allowed: true, ...warned }
  const patch = Buffer.from(JSON.stringify(operations)).toString('base64')
  return { allowed: true, patchType: 'JSONPatch', patch, ...warned }
}
