// Groups of the community's own domains need an approval in an annotation.
// Upstream: apiextensions-apiserver/pkg/apihelpers/helpers.go, validateAPIApproval in the validation.
import type { CustomResourceDefinition } from '../../../../generated/api/apiextensions.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { METADATA } from '../../lib/validation/metadata.ts'

const ANNOTATION = 'api-approved.kubernetes.io'
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111'
const PROTECTED = /(?:^|\.)(?:k8s|kubernetes)\.io$/
const URL_WITH_HOST = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#\s]+/

type State = 'missing' | 'bypassed' | 'approved' | 'invalid'

function stateOf({ metadata }: CustomResourceDefinition): State {
  const text = metadata.annotations?.[ANNOTATION] ?? ''
  if (text === '') return 'missing'
  if (text.startsWith('unapproved')) return 'bypassed'
  return URL_WITH_HOST.test(text) ? 'approved' : 'invalid'
}

/** Asks for the approval of a definition in a protected group; what was tolerated stays so. */
export function validateApproval(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  errors: FieldErrors,
): void {
  if (!PROTECTED.test(definition.spec.group)) return
  const state = stateOf(definition)
  if (old && stateOf(old) === state) return
  const path = METADATA.child('annotations').key(ANNOTATION)
  const needed = `protected groups must have approval annotation ${quote(ANNOTATION)}`
  if (state === 'missing') errors.required(path, `${needed}, ${SEE}`)
  if (state === 'invalid') {
    const why = `${needed} with either a URL or a reason starting with "unapproved", ${SEE}`
    errors.invalid(path, definition.metadata.annotations?.[ANNOTATION], why)
  }
}
