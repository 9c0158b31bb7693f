// The object under admission is one and the same for all plugins: what a patch made of it takes its place from within.
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../contract.ts'

/** Gives `object` the content of `made`. */
export function replaceObject(object: KubeObject, made: KubeObject): void {
  const fields = object as unknown as Record<string, unknown>
  for (const field of Object.keys(fields)) if (!(field in made)) delete fields[field]
  Object.assign(fields, made)
}

/** What was changed in another version is changed in the requested one. */
export function takeBack(
  asked: AdmissionAttributes,
  attributes: AdmissionAttributes,
  { machinery }: AdmissionContext,
): void {
  const { object } = asked
  if (object === undefined || attributes.object === undefined) return
  replaceObject(attributes.object, machinery.convert(object, asked.resource, attributes.resource))
}
