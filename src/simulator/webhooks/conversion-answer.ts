// What a played webhook answers to a ConversionReview: each object in the version that is wanted, changed as was said for it.
import { jsonPatch } from '../api/patch/json-patch.ts'
import { PatchFailure } from '../api/patch/values.ts'
import type { CompiledBehaviours } from './behaviours.ts'
import type { Review } from './contract.ts'

interface Wanted {
  readonly desiredAPIVersion?: string
  readonly objects?: readonly Readonly<Record<string, unknown>>[]
}

/** The response, but for its uid. */
export function conversionAnswer({ converts }: CompiledBehaviours, review: Review): Readonly<Record<string, unknown>> {
  const { desiredAPIVersion = '', objects = [] } = (review.request ?? {}) as Wanted
  const operations = converts.get(desiredAPIVersion.slice(desiredAPIVersion.indexOf('/') + 1))
  try {
    const convertedObjects = objects.map((object) => {
      const asked = { ...review, request: { ...review.request, object } }
      const changed = operations === undefined ? object : (jsonPatch(object, operations(asked)) as object)
      return { ...changed, apiVersion: desiredAPIVersion }
    })
    return { result: { status: 'Success' }, convertedObjects }
  } catch (failure) {
    if (!(failure instanceof PatchFailure)) throw failure
    return { result: { status: 'Failure', message: failure.message } }
  }
}
