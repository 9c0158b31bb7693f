// Whether a definition in one of the community's groups has been approved, as a condition says it.
// Upstream: apiextensions-apiserver/pkg/{apihelpers/helpers,controller/apiapproval/apiapproval_controller}.go.
import type { CustomResourceDefinition } from '../../generated/api/apiextensions.v1.ts'
import { quote } from '../../model/quote.ts'
import type { Condition } from './conditions.ts'

const ANNOTATION = 'api-approved.kubernetes.io'
const PROTECTED = /(?:^|\.)(?:k8s|kubernetes)\.io$/
const URL_WITH_HOST = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#\s]+/
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111'

/** The condition of a definition in a protected group; undefined for all others. */
export function approvalCondition({ metadata, spec }: CustomResourceDefinition): Condition | undefined {
  if (!PROTECTED.test(spec.group)) return undefined
  const text = metadata.annotations?.[ANNOTATION] ?? ''
  const needed = `protected groups must have approval annotation ${quote(ANNOTATION)}`
  const condition = (status: 'True' | 'False', reason: string, message: string): Condition => ({
    type: 'KubernetesAPIApprovalPolicyConformant',
    status,
    reason,
    message,
  })
  if (text === '') return condition('False', 'MissingAnnotation', `${needed}, ${SEE}`)
  if (text.startsWith('unapproved')) return condition('False', 'UnapprovedAnnotation', `not approved: ${quote(text)}`)
  if (URL_WITH_HOST.test(text)) return condition('True', 'ApprovedAnnotation', `approved in ${text}`)
  const why = `${needed} with either a URL or a reason starting with "unapproved", ${SEE}`
  return condition('False', 'InvalidAnnotation', why)
}
