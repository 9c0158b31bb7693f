// How admission plugins refuse. Upstream: apiserver/pkg/admission/errors.go.
import { forbidden, type StatusCause, type StatusError } from '../../api/status/status-error.ts'
import type { AdmissionAttributes } from '../contract.ts'

/** admission.NewForbidden: names the object, by its generateName while it has no name yet. */
export function refuse(attributes: AdmissionAttributes, why: string, causes?: readonly StatusCause[]): StatusError {
  const { resource, object } = attributes
  const name = attributes.name || object?.metadata?.name || object?.metadata?.generateName || 'Unknown'
  return forbidden({ group: resource.group, name: resource.resource }, name, why, causes ? { causes } : undefined)
}

/** Several problems as one text, as utilerrors.Aggregate prints them: repeated ones once, several in brackets. */
export function joinProblems(problems: readonly string[]): string {
  const distinct = [...new Set(problems)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}
